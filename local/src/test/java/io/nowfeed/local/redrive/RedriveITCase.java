package io.nowfeed.local.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Redriven;
import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.TestBroker;
import io.nowfeed.local.traffic.TopicReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters go back to their topics on a real broker. */
class RedriveITCase {
  private static final long NOON = 1_772_366_400_000L;
  private static final long HOUR = 3_600_000;
  private static final byte[] BYTES = {'{', 0, (byte) 0xff, (byte) 0xc3, '}', '\n'};

  @TempDir private static Path folder;
  private static TestBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void reset() throws Exception {
    broker.reset();
  }

  @Test
  void theSameBytesGoBackToTheSamePartition() throws Exception {
    letter(Topics.BEACONS, 3, 41, "ann".getBytes(UTF_8), BYTES, BYTES.length, NOON);
    letter(Topics.INTERACTIONS, 1, 7, null, BYTES, BYTES.length, NOON);
    letter(Topics.INTERACTIONS, 2, 8, "bob".getBytes(UTF_8), null, 0, NOON);

    RedriveSummary summary = redrive(all());

    assertThat(summary.driven()).isEqualTo(Map.of(Topics.BEACONS, 1L, Topics.INTERACTIONS, 2L));
    ConsumerRecord<String, byte[]> beacon = read(Topics.BEACONS).get(0);
    assertThat(beacon.partition()).isEqualTo(3);
    assertThat(beacon.key()).isEqualTo("ann");
    assertThat(beacon.value()).isEqualTo(BYTES);
    assertThat(beacon.headers().lastHeader("nowfeed-redriven-from").value())
        .isEqualTo("dead-letters 0@0".getBytes(UTF_8));
    assertThat(read(Topics.INTERACTIONS))
        .extracting(ConsumerRecord::partition, ConsumerRecord::key, ConsumerRecord::value)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(1, null, BYTES),
            org.assertj.core.groups.Tuple.tuple(2, "bob", null));
  }

  @Test
  void aNoteSaysWhatWasDriven() throws Exception {
    letter(Topics.BEACONS, 3, 41, null, BYTES, BYTES.length, NOON);

    redrive(all());

    ConsumerRecord<String, byte[]> note = read(Topics.REDRIVEN).get(0);
    assertThat(note.key()).isEqualTo("dead-letters 0@0");
    assertThat(JsonCodec.of(Redriven.class).decode(note.value()))
        .isEqualTo(
            new Redriven(
                new Origin(Topics.DEAD_LETTERS, 0, 0),
                new Origin(Topics.BEACONS, 3, 41),
                DeadLetterReason.MISSING_FIELD,
                NOON));
  }

  @Test
  void aSecondRunDrivesNothing() throws Exception {
    for (int i = 0; i < 1_200; i++) {
      letter(Topics.BEACONS, i % 4, i, null, BYTES, BYTES.length, NOON);
    }

    assertThat(redrive(all()).total()).isEqualTo(1_200);
    RedriveSummary second = redrive(all());

    assertThat(second.total()).isZero();
    assertThat(second.before()).isEqualTo(1_200);
    assertThat(read(Topics.BEACONS)).hasSize(1_200);
  }

  @Test
  void whatCameAfterIsDrivenByTheNextRun() throws Exception {
    letter(Topics.BEACONS, 0, 1, null, BYTES, BYTES.length, NOON);
    redrive(all());
    letter(Topics.BEACONS, 0, 2, null, BYTES, BYTES.length, NOON);

    RedriveSummary summary = redrive(all());

    assertThat(summary.total()).isEqualTo(1);
    assertThat(summary.before()).isEqualTo(1);
  }

  @Test
  void aRunThatDiedInItsTransactionDroveNothing() throws Exception {
    letter(Topics.BEACONS, 0, 1, null, BYTES, BYTES.length, NOON);
    Producer<byte[], byte[]> died = broker.transactional("nowfeed-redrive");
    Batch batch = new Batch(died, topic -> 4);
    died.beginTransaction();
    died.send(new ProducerRecord<>(Topics.BEACONS, BYTES)).get();
    died.send(new ProducerRecord<>(Topics.REDRIVEN, "dead-letters 0@0".getBytes(UTF_8), BYTES))
        .get();

    RedriveSummary summary = redrive(all());

    assertThat(summary.total()).isEqualTo(1);
    assertThat(read(Topics.BEACONS)).hasSize(1);
    // Nor does it when it was only asleep.
    batch.add(new Origin(Topics.DEAD_LETTERS, 0, 0), letterOf(Topics.BEACONS), BYTES, NOON);
    assertThatThrownBy(died::commitTransaction).isInstanceOf(RuntimeException.class);
    died.close();
    assertThat(read(Topics.BEACONS)).hasSize(1);
  }

  @Test
  void theFirstOfTwoRunsAtOnceIsToldSo() throws Exception {
    Producer<byte[], byte[]> first = broker.transactional("nowfeed-redrive");
    Batch batch = new Batch(first, topic -> 4);
    batch.add(new Origin(Topics.DEAD_LETTERS, 0, 0), letterOf(Topics.BEACONS), BYTES, NOON);

    redrive(all());

    assertThatThrownBy(batch::commit)
        .isInstanceOf(RedriveFailedException.class)
        .hasMessageContaining("another redrive");
    first.close();
    assertThat(read(Topics.BEACONS)).isEmpty();
  }

  @Test
  void onlyWhatIsAskedForIsDriven() throws Exception {
    letter(Topics.BEACONS, 0, 1, null, BYTES, BYTES.length, NOON - HOUR);
    letter(Topics.BEACONS, 0, 2, null, BYTES, BYTES.length, NOON);
    letter(Topics.INTERACTIONS, 0, 3, null, BYTES, BYTES.length, NOON);
    sendOfOtherReason();

    assertThat(redrive(options(NOON, Topics.BEACONS, false)).driven())
        .isEqualTo(Map.of(Topics.BEACONS, 1L));
    assertThat(redrive(options(NOON, null, false)).driven())
        .isEqualTo(Map.of(Topics.INTERACTIONS, 1L));
    assertThat(redrive(all()).driven()).isEqualTo(Map.of(Topics.BEACONS, 1L));
    assertThat(read(Topics.BEACONS)).hasSize(2);
  }

  @Test
  void withoutAReasonAllButTheResultsThatATableRefusedAreDriven() throws Exception {
    letter(Topics.BEACONS, 0, 1, null, BYTES, BYTES.length, NOON);
    sendOfOtherReason();
    broker.send(new ProducerRecord<>(Topics.ACTIVE_USERS, 0, null, BYTES));
    send(refused(0, DeadLetterReason.REFUSED_BY_TABLE));
    send(refused(0, DeadLetterReason.TOO_LARGE));

    RedriveSummary summary = redrive(new RedriveOptions(broker.access(), null, 0, null, false));

    assertThat(summary.driven()).isEqualTo(Map.of(Topics.BEACONS, 2L));
    assertThat(summary.ofTable()).isEqualTo(2);
    assertThat(read(Topics.ACTIVE_USERS)).hasSize(1);
    assertThat(read(Topics.REDRIVEN)).hasSize(2);
  }

  @Test
  void aDryRunCountsAndSendsNothing() throws Exception {
    letter(Topics.BEACONS, 0, 1, null, BYTES, BYTES.length, NOON);

    RedriveSummary summary = redrive(options(0, null, true));

    assertThat(summary.driven()).isEqualTo(Map.of(Topics.BEACONS, 1L));
    assertThat(read(Topics.BEACONS)).isEmpty();
    assertThat(read(Topics.REDRIVEN)).isEmpty();
    assertThat(redrive(all()).total()).isEqualTo(1);
  }

  @Test
  void aCutValueComesWholeFromItsTopic() throws Exception {
    byte[] large = new byte[2_000];
    Arrays.fill(large, (byte) 'x');
    RecordMetadata kept =
        broker.send(new ProducerRecord<>(Topics.BEACONS, 2, "ann".getBytes(UTF_8), large));
    byte[] head = Arrays.copyOf(large, 100);
    letter(Topics.BEACONS, 2, kept.offset(), "ann".getBytes(UTF_8), head, large.length, NOON);

    RedriveSummary summary = redrive(all());

    assertThat(summary.fetched()).isEqualTo(1);
    assertThat(read(Topics.BEACONS))
        .hasSize(2)
        .allSatisfy(record -> assertThat(record.value()).isEqualTo(large));
  }

  @Test
  void aCutValueThatIsNoLongerKeptIsReported() throws Exception {
    broker.send(new ProducerRecord<>(Topics.BEACONS, 2, null, new byte[2_000]));
    broker.cut(Topics.BEACONS, 2, 1);
    letter(Topics.BEACONS, 2, 0, null, new byte[100], 2_000, NOON);

    RedriveSummary summary = redrive(all());

    assertThat(summary.total()).isZero();
    assertThat(summary.lost())
        .containsExactly("dead-letters 0@0 of beacons-2@0: cut, and no longer kept on its topic");
    assertThat(read(Topics.REDRIVEN)).isEmpty();
  }

  @Test
  void anotherRecordAtItsCoordinatesIsNotTaken() throws Exception {
    broker.send(new ProducerRecord<>(Topics.BEACONS, 2, null, new byte[2_000]));
    letter(Topics.BEACONS, 2, 0, null, BYTES, 2_000, NOON);

    assertThat(redrive(all()).lost()).hasSize(1);
  }

  @Test
  void aTopicThatIsGoneIsReported() throws Exception {
    letter("clicks", 2, 0, null, BYTES, BYTES.length, NOON);

    assertThat(redrive(all()).lost())
        .containsExactly("dead-letters 0@0 of clicks-2@0: that topic does not exist any more");
  }

  @Test
  void aPartitionThatIsGoneLeavesItToTheKey() throws Exception {
    letter(Topics.BEACONS, 9, 0, "ann".getBytes(UTF_8), BYTES, BYTES.length, NOON);

    redrive(all());

    assertThat(read(Topics.BEACONS)).hasSize(1);
  }

  @Test
  void withoutItsTopicItSaysWhatToDo() throws Exception {
    broker.deleteTopic(Topics.REDRIVEN);

    assertThatThrownBy(() -> redrive(all()))
        .isInstanceOf(RedriveFailedException.class)
        .hasMessageContaining("redriven")
        .hasMessageContaining("./nowfeed topics apply");
  }

  private static RedriveOptions all() {
    return options(0, null, false);
  }

  private static RedriveOptions options(long since, String topic, boolean dryRun) {
    return new RedriveOptions(
        broker.access(), DeadLetterReason.MISSING_FIELD, since, topic, dryRun);
  }

  private static RedriveSummary redrive(RedriveOptions options) {
    Clock clock = Clock.fixed(Instant.ofEpochMilli(NOON), ZoneOffset.UTC);
    return new Redrive(options, clock).run();
  }

  private static List<ConsumerRecord<String, byte[]>> read(String topic) {
    broker.awaitDecided(topic);
    return TopicReader.read(broker.access().bootstrapServers(), topic);
  }

  private static DeadLetter letterOf(String topic) {
    return letterOf(topic, 0, 1, null, BYTES, BYTES.length, NOON);
  }

  private static void letter(
      String topic, int partition, long offset, byte[] key, byte[] value, int size, long failedAt)
      throws Exception {
    send(letterOf(topic, partition, offset, key, value, size, failedAt));
  }

  private static DeadLetter letterOf(
      String topic, int partition, long offset, byte[] key, byte[] value, int size, long failedAt) {
    return new DeadLetter(
        topic,
        partition,
        offset,
        NOON,
        key,
        value,
        size,
        "accept-" + topic,
        DeadLetterReason.MISSING_FIELD,
        "field 'event_id' is missing",
        failedAt);
  }

  private static void sendOfOtherReason() throws Exception {
    send(
        new DeadLetter(
            Topics.BEACONS,
            0,
            4,
            NOON,
            null,
            BYTES,
            BYTES.length,
            "accept-beacons",
            DeadLetterReason.NOT_JSON,
            "not JSON",
            NOON));
  }

  private static DeadLetter refused(long offset, DeadLetterReason reason) {
    return new DeadLetter(
        Topics.ACTIVE_USERS,
        0,
        offset,
        NOON,
        null,
        null,
        BYTES.length,
        "sink-bigquery-active-users",
        reason,
        "table active_users does not take its row",
        NOON);
  }

  private static void send(DeadLetter letter) throws Exception {
    broker.send(
        new ProducerRecord<>(
            Topics.DEAD_LETTERS,
            letter.topic().getBytes(UTF_8),
            JsonCodec.of(DeadLetter.class).encode(letter)));
  }
}
