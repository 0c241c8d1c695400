package io.nowfeed.jobs.source;

import static io.nowfeed.events.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Origin;
import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserUpdate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the sources make of records: at most 500 bytes are taken, 100 of a dead letter are kept. */
class InboundSchemaTest {
  private static final long NOON = Fixtures.NOON;
  private static final long INGESTED = NOON + 40;
  private static final long FAILED = NOON + 90;
  private static final int MAX_VALUE_BYTES = 500;
  private static final int MAX_KEPT_BYTES = 100;
  private static final String BEACON =
      "{\"event_id\":\"b-1\",\"user_id\":\"ann\",\"ts\":" + NOON + "}";
  private static final String INTERACTION =
      "{\"event_id\":\"i-1\",\"user_id\":\"ann\",\"content_id\":\"c-1\",\"action\":\"like\","
          + "\"ts\":"
          + NOON
          + "}";

  private KafkaSources sources;

  @BeforeEach
  void configure() throws InvalidConfigException {
    JobConfig config =
        JobConfig.of(
            Map.of(
                "kafka.bootstrap.servers", "localhost:9092",
                "source.max-value-size", MAX_VALUE_BYTES + " b",
                "dead-letter.max-value-size", MAX_KEPT_BYTES + " b"),
            List.of());
    Clock clock = Clock.fixed(Instant.ofEpochMilli(FAILED), ZoneOffset.UTC);
    sources = new KafkaSources(config, clock);
  }

  @Test
  void beaconIsTakenWithItsCoordinates() {
    Inbound<UserEvent> inbound = sources.beacons().inbound(record("ann", bytes(BEACON)));

    assertThat(inbound.deadLetter()).isNull();
    assertThat(inbound.event().beacon().eventId()).isEqualTo("b-1");
    assertThat(inbound.event().key()).isEqualTo("ann");
    assertThat(inbound.event().origin()).isEqualTo(new Origin("topic", 3, 17));
    assertThat(inbound.event().ingestedAt()).isEqualTo(INGESTED);
  }

  @Test
  void interactionIsTakenWithItsCoordinates() {
    UserEvent event = sources.interactions().inbound(record("ann", bytes(INTERACTION))).event();

    assertThat(event.interaction().contentId()).isEqualTo("c-1");
    assertThat(event.origin()).isEqualTo(new Origin("topic", 3, 17));
    assertThat(event.ingestedAt()).isEqualTo(INGESTED);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refused(DeadLetterReason.EMPTY_VALUE, "ann", bytes(""), "the value is empty"),
        refused(DeadLetterReason.EMPTY_VALUE, "ann", null, "the value is empty"),
        refused(DeadLetterReason.MISSING_KEY, null, bytes(INTERACTION), "the record has no key"),
        refused(DeadLetterReason.MISSING_KEY, "", bytes(INTERACTION), "the record has no key"),
        refused(
            DeadLetterReason.TOO_LARGE,
            "ann",
            bytes(INTERACTION + " ".repeat(MAX_VALUE_BYTES)),
            "at most 500 are taken (source.max-value-size)"),
        refused(DeadLetterReason.NOT_JSON, "ann", bytes("hello"), "not JSON"),
        refused(DeadLetterReason.NOT_JSON, "ann", new byte[] {0, -1, 7}, "not JSON"),
        refused(DeadLetterReason.WRONG_TYPE, "ann", bytes("[1]"), "expected an object"),
        refused(
            DeadLetterReason.MISSING_FIELD,
            "ann",
            bytes(INTERACTION.replace("content_id", "content")),
            "field 'content_id'"),
        refused(
            DeadLetterReason.UNKNOWN_ACTION,
            "ann",
            bytes(INTERACTION.replace("like", "lick")),
            "field 'action'"),
        refused(
            DeadLetterReason.FUTURE_TIMESTAMP,
            "ann",
            bytes(INTERACTION.replace("" + NOON, "" + (INGESTED + 60_001))),
            "is 60001 ms ahead of the broker's clock, at most 60000 are taken (source.max-ahead)"),
        refused(
            DeadLetterReason.IMPLAUSIBLE_TIMESTAMP,
            "ann",
            bytes(INTERACTION.replace("" + NOON, "" + NOON / 1000)),
            "before the year 2000"));
  }

  private static Arguments refused(
      DeadLetterReason reason, String key, byte[] value, String detail) {
    return arguments(reason, key, value, detail);
  }

  @ParameterizedTest(name = "{0} {3}")
  @MethodSource("refused")
  void whatCannotBeTakenIsADeadLetterWithBytesCoordinatesAndReason(
      DeadLetterReason reason, String key, byte[] value, String detail) {
    Inbound<UserEvent> inbound = sources.interactions().inbound(record(key, value));

    assertThat(inbound.event()).isNull();
    DeadLetter letter = inbound.deadLetter();
    assertThat(letter.reason()).isEqualTo(reason);
    assertThat(letter.detail()).contains(detail);
    assertThat(letter.topic()).isEqualTo("topic");
    assertThat(letter.partition()).isEqualTo(3);
    assertThat(letter.offset()).isEqualTo(17);
    assertThat(letter.ingestedAt()).isEqualTo(INGESTED);
    assertThat(letter.stage()).isEqualTo("source-interactions");
    assertThat(letter.failedAt()).isEqualTo(FAILED);
    assertThat(letter.key()).isEqualTo(key == null ? null : bytes(key));
    assertThat(letter.valueSize()).isEqualTo(value == null ? 0 : value.length);
    assertThat(letter.value()).isEqualTo(beginning(value));
  }

  @ParameterizedTest
  @EnumSource(
      value = DeadLetterReason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"KEY_MISMATCH", "REFUSED_BY_TABLE"})
  void everyReasonOfAReaderIsTested(DeadLetterReason reason) {
    assertThat(refused().map(each -> each.get()[0])).contains(reason);
  }

  @Test
  void contentUnderAnotherKeyIsADeadLetterForItCouldNeverBeWithdrawn() {
    byte[] item = bytes("{\"content_id\":\"c-1\"}");

    assertThat(sources.content().inbound(record("c-1", item)).event().item()).isNotNull();
    assertThat(sources.content().inbound(record("c-2", item)).deadLetter().reason())
        .isEqualTo(DeadLetterReason.KEY_MISMATCH);
  }

  @Test
  void largestValueIsTakenAndKeptWhole() {
    String padded = BEACON + " ".repeat(MAX_VALUE_BYTES - BEACON.length());
    assertThat(sources.beacons().inbound(record("ann", bytes(padded))).event()).isNotNull();

    String kept = "x".repeat(MAX_KEPT_BYTES);
    DeadLetter letter = sources.beacons().inbound(record("ann", bytes(kept))).deadLetter();
    assertThat(letter.value()).hasSize(MAX_KEPT_BYTES);
  }

  @Test
  void beaconMayBeAheadOfTheBrokerAsFarAsClocksDiffer() {
    String ahead = BEACON.replace("" + NOON, "" + (INGESTED + 60_000));
    String tooFar = BEACON.replace("" + NOON, "" + (INGESTED + 60_001));

    assertThat(sources.beacons().inbound(record("ann", bytes(ahead))).event()).isNotNull();
    assertThat(sources.beacons().inbound(record("ann", bytes(tooFar))).deadLetter().reason())
        .isEqualTo(DeadLetterReason.FUTURE_TIMESTAMP);
  }

  @Test
  void nullValueOfAUserIsItsTombstone() {
    assertThat(sources.users().inbound(record("ann", null)))
        .isEqualTo(Inbound.of(UserUpdate.of(new UserChange("ann", null, 0, 0))));
  }

  @Test
  void nullValueOfContentWithdrawsIt() {
    assertThat(sources.content().inbound(record("c-1", null)))
        .isEqualTo(Inbound.of(new ContentChange("c-1", null)));
  }

  @Test
  void emptyValueOfATableIsNoTombstone() {
    assertThat(sources.users().inbound(record("ann", bytes(""))).deadLetter()).isNotNull();
    assertThat(sources.content().inbound(record("c-1", bytes(""))).deadLetter().reason())
        .isEqualTo(DeadLetterReason.EMPTY_VALUE);
  }

  @Test
  void contentIsTakenUnderItsKey() {
    Inbound<ContentChange> inbound =
        sources.content().inbound(record("c-1", bytes("{\"content_id\":\"c-1\"}")));

    assertThat(inbound.event().contentId()).isEqualTo("c-1");
    assertThat(inbound.event().item().contentId()).isEqualTo("c-1");
  }

  @Test
  void everyRecordGivesOneInboundAlsoAfterTheSchemaWasShipped() throws Exception {
    InboundSchema<UserEvent> shipped = InstantiationUtil.clone(sources.beacons());
    List<Inbound<UserEvent>> out = new ArrayList<>();
    shipped.deserialize(record("ann", bytes(BEACON)), new ListCollector<>(out));
    shipped.deserialize(record("ann", bytes("{")), new ListCollector<>(out));

    assertThat(out).hasSize(2);
    assertThat(out.get(0).event()).isNotNull();
    assertThat(out.get(1).deadLetter()).isNotNull();
  }

  private static byte[] beginning(byte[] value) {
    return value == null ? null : Arrays.copyOf(value, Math.min(value.length, MAX_KEPT_BYTES));
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ConsumerRecord<>(
        "topic",
        3,
        17,
        INGESTED,
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        key == null ? null : bytes(key),
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}
