package io.nowfeed.bench.hotpath;

import io.nowfeed.bench.process.ChildJvm;
import io.nowfeed.events.MalformedEventException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A broker with users and content, and jobs that answer live beacons, one after the other. */
final class LatencyCase implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  /** Who has not answered then does not. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private static final int DIGITS = 3;

  private final ChildJvm broker;
  private final String bootstrapServers;
  private final Admin admin;
  private final Path directory;
  private final HotPathData data;
  private int runs;

  private LatencyCase(ChildJvm broker, Path directory, HotPathData data) throws IOException {
    this.broker = broker;
    this.bootstrapServers = broker.line();
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.directory = directory;
    this.data = data;
  }

  static LatencyCase start(Path directory, HotPathData data)
      throws IOException, InterruptedException {
    ChildJvm broker =
        ChildJvm.start(BrokerMain.class, List.of("-Xmx1g"), directory.resolve("kafka").toString());
    LatencyCase started = null;
    try {
      started = new LatencyCase(broker, directory, data);
      Preload.fill(started.bootstrapServers, data);
      return started;
    } catch (IOException | RuntimeException e) {
      if (started != null) {
        started.admin.close();
      }
      broker.close();
      throw e;
    }
  }

  /**
   * Runs a job.
   *
   * @param rate beacons a second
   * @param warmUp whose beacons are not measured
   * @return from when a beacon was due to when its answer could be read, microseconds
   * @throws IOException when one is never answered
   */
  Histogram run(
      LatencyContender contender, String bufferTimeout, int rate, Duration warmUp, Duration lasts)
      throws IOException, InterruptedException, ExecutionException, MalformedEventException {
    Path own = Files.createDirectories(directory.resolve("run-" + runs));
    Setting setting = new Setting(bootstrapServers, "run-" + runs++, 2, Setting.State.HEAP, own);
    RunTopics topics = RunTopics.create(admin, setting);
    try (ChildJvm process =
        ChildJvm.start(
            LatencyMain.class,
            List.of(
                "-Xms2g",
                "-Xmx2g",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED"),
            contender.name(),
            bufferTimeout,
            bootstrapServers,
            setting.run(),
            "2",
            setting.state().name(),
            own.toString())) {
      process.line();
      long unmeasured = warmUp.toSeconds() * rate;
      return measure(contender, process, setting, rate, unmeasured, lasts.toSeconds() * rate);
    } finally {
      topics.delete();
    }
  }

  private Histogram measure(
      LatencyContender contender,
      ChildJvm process,
      Setting setting,
      int rate,
      long warmUp,
      long measured)
      throws IOException, InterruptedException, MalformedEventException {
    LiveTraffic traffic =
        new LiveTraffic(setting, data, rate, System.nanoTime() + Duration.ofSeconds(1).toNanos());
    Thread sender = new Thread(() -> traffic.send(warmUp + measured), "live-traffic");
    Histogram latencies = new Histogram(DIGITS);
    BitSet answered = new BitSet();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(setting.topic(contender.topic())).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      sender.start();
      long end = traffic.due(warmUp + measured) + PATIENCE_NANOS;
      while (latencies.getTotalCount() < measured) {
        ConsumerRecords<byte[], byte[]> answers = consumer.poll(POLL);
        long readable = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> answer : answers) {
          long number = LiveTraffic.number(contender.answered(answer.value()));
          if (number >= warmUp && !answered.get((int) (number - warmUp))) {
            answered.set((int) (number - warmUp));
            latencies.recordValue((readable - traffic.due(number)) / 1000);
          }
        }
        if (!process.isAlive() || traffic.refused() != null || readable - end > 0) {
          throw new IOException(
              "%s answered %,d of %,d beacons; it %s"
                  .formatted(
                      contender.text(),
                      latencies.getTotalCount(),
                      measured,
                      process.isAlive() ? "still runs" : "ended, see what it says above"),
              traffic.refused());
        }
      }
    } finally {
      sender.interrupt();
      sender.join();
    }
    return latencies;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    admin.close();
    broker.close();
  }
}
