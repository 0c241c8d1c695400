package io.nowfeed.jobs.flow;

import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.Origin;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Events on their way to the join. Their key is not sent: it follows from who they name. */
public final class UserEventSerializer extends WireSerializer<UserEvent> {
  private static final long serialVersionUID = 1L;

  static final UserEventSerializer INSTANCE = new UserEventSerializer();

  private static final Action[] ACTIONS = Action.values();

  @Override
  public void serialize(UserEvent event, DataOutputView out) throws IOException {
    boolean isBeacon = event.beacon() != null;
    out.writeBoolean(isBeacon);
    Wire.origin(event.origin(), out);
    out.writeLong(event.ingestedAt());
    if (isBeacon) {
      write(event.beacon(), out);
    } else {
      write(event.interaction(), out);
    }
  }

  @Override
  public UserEvent deserialize(DataInputView in) throws IOException {
    boolean isBeacon = in.readBoolean();
    Origin origin = Wire.origin(in);
    long ingestedAt = in.readLong();
    return isBeacon
        ? UserEvent.of(beacon(in), origin, ingestedAt)
        : UserEvent.of(interaction(in), origin, ingestedAt);
  }

  private static void write(Beacon beacon, DataOutputView out) throws IOException {
    Wire.text(beacon.eventId(), out);
    Wire.text(beacon.userId(), out);
    Wire.text(beacon.deviceId(), out);
    Wire.text(beacon.sessionId(), out);
    out.writeLong(beacon.ts());
    Wire.text(beacon.appVersion(), out);
    Wire.text(beacon.place(), out);
  }

  private static Beacon beacon(DataInputView in) throws IOException {
    return new Beacon(
        Wire.text(in),
        Wire.text(in),
        Wire.text(in),
        Wire.text(in),
        in.readLong(),
        Wire.text(in),
        Wire.text(in));
  }

  private static void write(Interaction interaction, DataOutputView out) throws IOException {
    Wire.text(interaction.eventId(), out);
    Wire.text(interaction.userId(), out);
    Wire.text(interaction.deviceId(), out);
    Wire.text(interaction.sessionId(), out);
    Wire.text(interaction.contentId(), out);
    Wire.constant(interaction.action(), out);
    out.writeLong(interaction.ts());
    Wire.number(interaction.dwellMs(), out);
  }

  private static Interaction interaction(DataInputView in) throws IOException {
    return new Interaction(
        Wire.text(in),
        Wire.text(in),
        Wire.text(in),
        Wire.text(in),
        Wire.text(in),
        Wire.constant(ACTIONS, in),
        in.readLong(),
        Wire.number(in));
  }
}
