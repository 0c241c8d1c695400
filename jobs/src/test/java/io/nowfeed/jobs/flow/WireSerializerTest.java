package io.nowfeed.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.Origin;
import io.nowfeed.events.UserKey;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent arrives: every component of every record, there or not. */
class WireSerializerTest {
  private static final Origin ORIGIN = new Origin("beacons-eu", 3, 1L << 40);

  static Stream<UserEvent> userEvents() {
    return Stream.concat(
        RecordVariants.of(Beacon.class).map(each -> UserEvent.of(each, ORIGIN, 17)),
        RecordVariants.of(Interaction.class).map(each -> UserEvent.of(each, ORIGIN, 17)));
  }

  static Stream<EnrichedEvent> enrichedEvents() {
    return Stream.of(
            RecordVariants.of(ActiveUser.class)
                .map(
                    each ->
                        EnrichedEvent.of(
                            UserKey.of(each.userId(), each.sessionId(), each.deviceId()), each)),
            RecordVariants.of(EnrichedInteraction.class)
                .map(
                    each ->
                        EnrichedEvent.of(
                            UserKey.of(each.userId(), each.sessionId(), each.deviceId()), each)),
            Stream.of(EnrichedEvent.erasure("session:s-1")))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("userEvents")
  void eventsArriveAsTheyWereSent(UserEvent event) throws IOException {
    assertThat(sent(event, UserEventSerializer.INSTANCE)).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("enrichedEvents")
  void enrichedEventsArriveAsTheyWereSent(EnrichedEvent event) throws IOException {
    assertThat(sent(event, EnrichedEventSerializer.INSTANCE)).isEqualTo(event);
  }

  @Test
  void whatIsNoEventIsNotTakenForOne() {
    assertThatThrownBy(
            () ->
                EnrichedEventSerializer.INSTANCE.deserialize(
                    new DataInputDeserializer(new byte[] {9})))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no kind of enriched event: 9");
  }

  @Test
  void stateIsRefused() {
    assertThatThrownBy(UserEventSerializer.INSTANCE::snapshotConfiguration)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("UserEventSerializer is of streams alone");
  }

  private static <T> T sent(T value, TypeSerializer<T> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    DataOutputSerializer copied = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);
    DataInputDeserializer in = new DataInputDeserializer(copied.getCopyOfBuffer());
    T arrived = serializer.deserialize(in);
    assertThat(in.available()).as("left").isZero();
    return arrived;
  }
}
