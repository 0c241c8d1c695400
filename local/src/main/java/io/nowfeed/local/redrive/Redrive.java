package io.nowfeed.local.redrive;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.kafka.OffsetRange;
import io.nowfeed.local.kafka.PartitionOffsets;
import io.nowfeed.local.kafka.PartitionScan;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts the records of dead letters back on their topics, each once, whatever fails and whoever runs
 * it twice: the note that a record was put back is in the transaction that did it, and who begins
 * ends the transactions of those before, and only then reads the notes.
 */
public final class Redrive {
  private static final String TRANSACTIONAL_ID = "nowfeed-redrive";
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final String SINK = "sink-";
  private static final JsonCodec<DeadLetter> DEAD_LETTERS = JsonCodec.of(DeadLetter.class);

  private final RedriveOptions options;
  private final Clock clock;
  private final RedriveSummary.Counter counter = new RedriveSummary.Counter();

  /**
   * @param options which dead letters are driven again
   * @param clock says when they were
   */
  public Redrive(RedriveOptions options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  /**
   * Runs it, up to the dead letters that there are when it begins; to be called once.
   *
   * @throws RedriveFailedException when a topic is missing, or the broker or another run is in the
   *     way
   * @throws io.nowfeed.local.kafka.KafkaFailedException when Kafka cannot be read
   */
  public RedriveSummary run() {
    try (Admin admin = options.kafka().admin()) {
      Map<String, Integer> partitions = partitions(admin);
      requireTopic(Topics.DEAD_LETTERS, partitions);
      requireTopic(Topics.REDRIVEN, partitions);
      if (options.dryRun()) {
        drive(admin, partitions, (name, letter, value) -> {});
      } else {
        driveInTransactions(admin, partitions);
      }
    }
    return counter.summary();
  }

  private void driveInTransactions(Admin admin, Map<String, Integer> partitions) {
    Producer<byte[], byte[]> producer = options.kafka().transactional(TRANSACTIONAL_ID);
    try {
      takeOver(producer);
      Batch batch = new Batch(producer, partitions::get);
      drive(
          admin,
          partitions,
          (name, letter, value) -> batch.add(name, letter, value, clock.millis()));
      batch.commit();
    } finally {
      // An open transaction is aborted by closing.
      producer.close(CLOSE_TIMEOUT);
    }
  }

  private static void takeOver(Producer<?, ?> producer) {
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      throw new RedriveFailedException(
          "the broker does not let transactions begin: " + e.getMessage(), e);
    }
  }

  private static Map<String, Integer> partitions(Admin admin) {
    Set<String> topics = KafkaAccess.await("listing the topics", admin.listTopics().names());
    return new PartitionOffsets(admin)
        .partitions(topics).stream()
            .collect(
                Collectors.groupingBy(
                    TopicPartition::topic,
                    Collectors.collectingAndThen(Collectors.counting(), Long::intValue)));
  }

  private static void requireTopic(String topic, Map<String, Integer> partitions) {
    if (!partitions.containsKey(topic)) {
      throw new RedriveFailedException(
          "topic "
              + topic
              + " does not exist, or these credentials may not see it: ./nowfeed topics apply creates"
              + " it, and gives rights",
          null);
    }
  }

  /** Takes a record that is to be put back. */
  private interface Sending {
    void send(Origin name, DeadLetter letter, byte[] value);
  }

  private void drive(Admin admin, Map<String, Integer> partitions, Sending sending) {
    PartitionOffsets offsets = new PartitionOffsets(admin);
    Map<TopicPartition, OffsetRange> letters =
        offsets.readable(offsets.partitions(List.of(Topics.DEAD_LETTERS)));
    Set<String> before = RedrivenTopic.names(options.kafka(), admin);
    Originals originals = new Originals(options.kafka(), admin);
    Function<DeadLetter, byte[]> whole =
        letter -> Originals.isCut(letter) ? originals.value(letter) : letter.value();
    new PartitionScan(options.kafka())
        .records(
            letters,
            record -> {
              DeadLetter letter = decode(record);
              if (letter == null || !options.asksFor(letter)) {
                return;
              }
              if (isOfTable(letter)) {
                counter.ofTable();
              } else {
                drive(name(record), letter, before, partitions, whole, sending);
              }
            });
  }

  private DeadLetter decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? null : DEAD_LETTERS.decode(record.value());
    } catch (MalformedEventException e) {
      counter.unreadable();
      return null;
    }
  }

  /**
   * Whether a sink refused it: a result that stands in its topic already, for all who read that. A
   * row may be TOO_LARGE, too, so the reason alone does not tell.
   */
  private static boolean isOfTable(DeadLetter letter) {
    return letter.reason() == DeadLetterReason.REFUSED_BY_TABLE
        || (letter.stage() != null && letter.stage().startsWith(SINK));
  }

  private static Origin name(ConsumerRecord<byte[], byte[]> record) {
    return new Origin(record.topic(), record.partition(), record.offset());
  }

  private void drive(
      Origin name,
      DeadLetter letter,
      Set<String> before,
      Map<String, Integer> partitions,
      Function<DeadLetter, byte[]> whole,
      Sending sending) {
    if (before.contains(RedrivenTopic.name(name))) {
      counter.before();
      return;
    }
    if (!partitions.containsKey(letter.topic())) {
      counter.lost(where(name, letter) + ": that topic does not exist any more");
      return;
    }
    boolean cut = Originals.isCut(letter);
    byte[] value = whole.apply(letter);
    if (cut && value == null) {
      counter.lost(where(name, letter) + ": cut, and no longer kept on its topic");
      return;
    }
    sending.send(name, letter, value);
    counter.driven(letter.topic(), cut);
  }

  private static String where(Origin name, DeadLetter letter) {
    return "%s of %s-%d@%d"
        .formatted(RedrivenTopic.name(name), letter.topic(), letter.partition(), letter.offset());
  }
}
