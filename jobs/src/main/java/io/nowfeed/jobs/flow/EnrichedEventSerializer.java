package io.nowfeed.jobs.flow;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.UserKey;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Events behind the join. A key is sent of an erasure alone; else it follows from who the event
 * names.
 */
public final class EnrichedEventSerializer extends WireSerializer<EnrichedEvent> {
  private static final long serialVersionUID = 1L;

  /** It has no state. */
  public static final EnrichedEventSerializer INSTANCE = new EnrichedEventSerializer();

  private static final int ERASURE = 0;
  private static final int ACTIVE_USER = 1;
  private static final int INTERACTION = 2;
  private static final Action[] ACTIONS = Action.values();
  private static final MatchReason[] REASONS = MatchReason.values();

  @Override
  public void serialize(EnrichedEvent event, DataOutputView out) throws IOException {
    if (event.activeUser() != null) {
      out.writeByte(ACTIVE_USER);
      write(event.activeUser(), out);
    } else if (event.interaction() != null) {
      out.writeByte(INTERACTION);
      write(event.interaction(), out);
    } else {
      out.writeByte(ERASURE);
      Wire.text(event.key(), out);
    }
  }

  @Override
  public EnrichedEvent deserialize(DataInputView in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case ERASURE -> EnrichedEvent.erasure(Wire.text(in));
      case ACTIVE_USER -> {
        ActiveUser user = activeUser(in);
        yield EnrichedEvent.of(UserKey.of(user.userId(), user.sessionId(), user.deviceId()), user);
      }
      case INTERACTION -> {
        EnrichedInteraction did = interaction(in);
        yield EnrichedEvent.of(UserKey.of(did.userId(), did.sessionId(), did.deviceId()), did);
      }
      default -> throw new IOException("no kind of enriched event: " + kind);
    };
  }

  private static void write(ActiveUser user, DataOutputView out) throws IOException {
    Wire.text(user.eventId(), out);
    Wire.text(user.userId(), out);
    Wire.text(user.deviceId(), out);
    Wire.text(user.sessionId(), out);
    out.writeLong(user.ts());
    Wire.text(user.appVersion(), out);
    Wire.text(user.place(), out);
    Wire.attributes(user.attributes(), out);
    Wire.constant(user.matchReason(), out);
    Wire.number(user.attributesLsn(), out);
    Wire.number(user.attributesAsOf(), out);
    Wire.origin(user.origin(), out);
    out.writeLong(user.ingestedAt());
    out.writeLong(user.enrichedAt());
  }

  private static ActiveUser activeUser(DataInputView in) throws IOException {
    return new ActiveUser(
        Wire.text(in),
        Wire.text(in),
        Wire.text(in),
        Wire.text(in),
        in.readLong(),
        Wire.text(in),
        Wire.text(in),
        Wire.attributes(in),
        Wire.constant(REASONS, in),
        Wire.number(in),
        Wire.number(in),
        Wire.origin(in),
        in.readLong(),
        in.readLong());
  }

  private static void write(EnrichedInteraction did, DataOutputView out) throws IOException {
    Wire.text(did.eventId(), out);
    Wire.text(did.userId(), out);
    Wire.text(did.deviceId(), out);
    Wire.text(did.sessionId(), out);
    Wire.text(did.contentId(), out);
    Wire.constant(did.action(), out);
    out.writeLong(did.ts());
    Wire.number(did.dwellMs(), out);
    Wire.attributes(did.attributes(), out);
    Wire.facts(did.content(), out);
    Wire.constant(did.matchReason(), out);
    Wire.number(did.attributesLsn(), out);
    Wire.number(did.attributesAsOf(), out);
    Wire.origin(did.origin(), out);
    out.writeLong(did.ingestedAt());
    out.writeLong(did.enrichedAt());
  }

  private static EnrichedInteraction interaction(DataInputView in) throws IOException {
    return new EnrichedInteraction(
        Wire.text(in),
        Wire.text(in),
        Wire.text(in),
        Wire.text(in),
        Wire.text(in),
        Wire.constant(ACTIONS, in),
        in.readLong(),
        Wire.number(in),
        Wire.attributes(in),
        Wire.facts(in),
        Wire.constant(REASONS, in),
        Wire.number(in),
        Wire.number(in),
        Wire.origin(in),
        in.readLong(),
        in.readLong());
  }
}
