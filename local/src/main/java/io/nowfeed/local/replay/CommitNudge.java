package io.nowfeed.local.replay;

import io.nowfeed.local.traffic.Producers;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a Flink source commit soon. Its reader polls Kafka for up to ten seconds and commits a
 * checkpoint's offsets only between two polls, so on a partition where nothing comes a commit is up
 * to ten seconds late. An aborted transaction is seen by no reader of committed records, but moves
 * their position, and so ends the poll.
 *
 * @see <a
 *     href="https://github.com/apache/flink-connector-kafka/blob/main/flink-connector-kafka/src/main/java/org/apache/flink/connector/kafka/source/reader/KafkaPartitionSplitReader.java">POLL_TIMEOUT
 *     in KafkaPartitionSplitReader</a>
 */
final class CommitNudge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommitNudge.class);
  private static final long EVERY_MILLIS = 500;
  private static final byte[] NOTHING = new byte[0];

  private final Clock clock;
  private final Producer<String, byte[]> producer;
  private boolean ready;
  private long lastAt;

  CommitNudge(String bootstrapServers, Clock clock) {
    this.clock = clock;
    this.producer = Producers.transactional(bootstrapServers, "nowfeed-replay-nudge");
    this.lastAt = clock.millis();
  }

  /** Nudges the readers of {@code partitions}, twice a second at most. */
  void nudge(Set<TopicPartition> partitions) {
    if (clock.millis() - lastAt < EVERY_MILLIS) {
      return;
    }
    lastAt = clock.millis();
    try {
      if (!ready) {
        producer.initTransactions();
        ready = true;
      }
      producer.beginTransaction();
      var sent = partitions.stream().map(this::sendNothing).toList();
      producer.flush();
      producer.abortTransaction();
      LOG.debug("nudged the readers of {} partitions", sent.size());
    } catch (KafkaException e) {
      throw new ReplayException("waking the job's readers failed: " + e.getMessage(), e);
    }
  }

  private Future<RecordMetadata> sendNothing(TopicPartition partition) {
    return producer.send(
        new ProducerRecord<>(partition.topic(), partition.partition(), "nudge", NOTHING));
  }

  @Override
  public void close() {
    producer.close();
  }
}
