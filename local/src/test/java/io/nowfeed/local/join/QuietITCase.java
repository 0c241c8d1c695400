package io.nowfeed.local.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Topics;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.server.KafkaBroker;
import io.nowfeed.local.traffic.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is quiet stalls nothing: an empty users table, empty partitions, a topic that falls idle.
 */
class QuietITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void nothingThatIsQuietHoldsUpTheJoinOrTheWindows() throws Exception {
    Ports ports = Ports.free();
    try (KafkaBroker kafka =
            KafkaBroker.start(folder.resolve("kafka"), ports.kafka(), ports.kafkaController());
        KafkaProducer<String, byte[]> producer = producer(kafka.bootstrapServers());
        PersonalizationRun job =
            PersonalizationRun.start(folder, 2, settings(kafka.bootstrapServers()))) {
      long now = System.currentTimeMillis();
      // One interaction, in one partition of four; then only beacons, in one of theirs.
      send(producer, Topics.INTERACTIONS, interaction(now));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                job.requireRunning();
                assertThat(reasons(kafka.bootstrapServers()))
                    .as("the users table is empty")
                    .containsExactly(MatchReason.NO_SUCH_USER);
              });
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                send(producer, Topics.BEACONS, beacon(System.currentTimeMillis()));
                assertThat(boards(kafka.bootstrapServers()))
                    .as("the windows of an idle topic close")
                    .contains("global|1m");
              });
    }
  }

  /** No partition of any topic has anything more to say, and yet what was popular is no more. */
  @Test
  void boardsAreClearedWhenNothingArrivesAnyMore() throws Exception {
    Ports ports = Ports.free();
    try (KafkaBroker kafka =
        KafkaBroker.start(folder.resolve("kafka"), ports.kafka(), ports.kafkaController())) {
      Map<String, String> settings = new HashMap<>(settings(kafka.bootstrapServers()));
      settings.put("popularity.windows", "5s/1s;10s/2s");
      settings.put("popularity.quiet-after", "1 s");
      try (KafkaProducer<String, byte[]> producer = producer(kafka.bootstrapServers());
          PersonalizationRun job = PersonalizationRun.start(folder, 2, settings)) {
        send(producer, Topics.INTERACTIONS, interaction(System.currentTimeMillis()));

        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  job.requireRunning();
                  assertThat(cleared(kafka.bootstrapServers()))
                      .containsExactlyInAnyOrder("global|5s", "global|10s");
                });
      }
    }
  }

  /** Keys that had a board, and have none now. */
  private static List<String> cleared(String bootstrapServers) {
    Map<String, List<Boolean>> boards = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record :
        TopicReader.read(bootstrapServers, Topics.POPULARITY)) {
      boards.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(record.value() != null);
    }
    return boards.entrySet().stream()
        .filter(board -> board.getValue().contains(true))
        .filter(board -> !board.getValue().get(board.getValue().size() - 1))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, String> settings(String bootstrapServers) {
    return Map.of(
        "kafka.bootstrap.servers", bootstrapServers,
        "source.idleness", "1 s",
        "source.max-out-of-orderness", "0 s",
        "enrichment.max-wait", "1 s");
  }

  private static String interaction(long ts) {
    return """
        {"event_id":"i-1","user_id":"ann","content_id":"c-1","action":"click","ts":%d}"""
        .formatted(ts);
  }

  private static String beacon(long ts) {
    return """
        {"event_id":"b-%d","user_id":"ann","device_id":"d","ts":%d}"""
        .formatted(ts, ts);
  }

  private static List<MatchReason> reasons(String bootstrapServers) throws Exception {
    JsonCodec<EnrichedInteraction> codec = JsonCodec.of(EnrichedInteraction.class);
    List<MatchReason> reasons = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record :
        TopicReader.read(bootstrapServers, Topics.ENRICHED_INTERACTIONS)) {
      reasons.add(codec.decode(record.value()).matchReason());
    }
    return reasons;
  }

  private static List<String> boards(String bootstrapServers) {
    return TopicReader.read(bootstrapServers, Topics.POPULARITY).stream()
        .map(ConsumerRecord::key)
        .toList();
  }

  private static KafkaProducer<String, byte[]> producer(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static void send(KafkaProducer<String, byte[]> producer, String topic, String value)
      throws Exception {
    producer.send(new ProducerRecord<>(topic, "ann", value.getBytes(UTF_8))).get();
  }
}
