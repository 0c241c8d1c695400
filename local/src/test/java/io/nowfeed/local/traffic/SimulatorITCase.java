package io.nowfeed.local.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.Action;
import io.nowfeed.events.EventDecoder;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator against a real broker and a real Postgres. */
class SimulatorITCase {
  private static final SimulatorOptions OPTIONS = new SimulatorOptions(500, 10_000, 300, 42);

  @TempDir private Path folder;
  private TestServers servers;

  @BeforeEach
  void start() throws IOException {
    servers = TestServers.start(folder);
  }

  @AfterEach
  void stop() throws IOException {
    servers.close();
  }

  @Test
  void whatItCountsIsThereAndASecondRunGoesOn() throws Exception {
    SimulatorCounts first = runUntilBusy();

    assertThat(first.failures()).isZero();
    assertThat(first.usersInserted()).isGreaterThan(OPTIONS.users());
    assertThat(countUsers()).isEqualTo(first.usersInserted() - first.usersDeleted());
    assertThat(read(Topics.BEACONS)).hasSize((int) first.beacons());
    assertThat(read(Topics.INTERACTIONS)).hasSize((int) first.interactions());
    assertThat(read(Topics.CONTENT))
        .hasSize((int) (first.contentPublished() + first.contentWithdrawn()));

    SimulatorCounts second = runUntilBusy();

    assertThat(second.usersInserted()).isLessThan(1_000);
    assertThat(second.contentPublished()).isLessThan(100);
    assertThat(read(Topics.INTERACTIONS))
        .hasSize((int) (first.interactions() + second.interactions()));
    assertThat(eventIds()).doesNotHaveDuplicates();
  }

  @Test
  void phonesShowTheListsThatAreMadeForThem() {
    SimulatorOptions few = new SimulatorOptions(50, 20, 5_000, 42);
    Simulator simulator = new Simulator(servers.target(), few, Clock.systemUTC());
    try (simulator;
        Producer<String, byte[]> edge =
            Producers.idempotent(servers.target().bootstrapServers(), "test")) {
      simulator.prepare();
      simulator.start();
      AtomicLong version = new AtomicLong();
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                recommend(edge, few.users(), version.incrementAndGet());
                return impressionsOf("c-5") > 10;
              });
    }
    assertThat(simulator.lastProblem()).isNull();
  }

  /** One item of many for everybody: by browsing alone it would hardly be found. */
  private static void recommend(Producer<String, byte[]> edge, int users, long version) {
    JsonCodec<Recommendations> codec = JsonCodec.of(Recommendations.class);
    for (int number = 1; number <= users; number++) {
      String user = "u-" + number;
      byte[] list = codec.encode(Lists.of(user, version, "c-5"));
      var unused = edge.send(new ProducerRecord<>(Topics.RECOMMENDATIONS, user, list));
    }
    edge.flush();
  }

  private long impressionsOf(String contentId) throws MalformedEventException {
    long impressions = 0;
    for (String value : distinctValues(Topics.INTERACTIONS)) {
      Interaction event = EventDecoder.interaction(value.getBytes(UTF_8));
      boolean shown = event.action() == Action.IMPRESSION;
      impressions += shown && event.contentId().equals(contentId) ? 1 : 0;
    }
    return impressions;
  }

  private SimulatorCounts runUntilBusy() {
    Simulator simulator = new Simulator(servers.target(), OPTIONS, Clock.systemUTC());
    try (simulator) {
      simulator.prepare();
      simulator.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  simulator.counts().interactions() > 2_000
                      && simulator.counts().usersUpdated() > 10
                      && simulator.counts().usersDeleted() > 0
                      && simulator.counts().contentWithdrawn() > 0);
    }
    assertThat(simulator.lastProblem()).isNull();
    return simulator.counts();
  }

  private List<ConsumerRecord<String, byte[]>> read(String topic) {
    return TopicReader.read(servers.target().bootstrapServers(), topic);
  }

  /** Of all events, of which some were sent twice. */
  private List<String> eventIds() throws MalformedEventException {
    List<String> ids = new ArrayList<>();
    for (String value : distinctValues(Topics.INTERACTIONS)) {
      ids.add(EventDecoder.interaction(value.getBytes(UTF_8)).eventId());
    }
    for (String value : distinctValues(Topics.BEACONS)) {
      ids.add(EventDecoder.beacon(value.getBytes(UTF_8)).eventId());
    }
    return ids;
  }

  private Set<String> distinctValues(String topic) {
    return read(topic).stream()
        .map(record -> new String(record.value(), UTF_8))
        .collect(Collectors.toSet());
  }

  private long countUsers() throws SQLException {
    try (Connection connection = servers.target().connect();
        ResultSet count = connection.createStatement().executeQuery("SELECT count(*) FROM users")) {
      count.next();
      return count.getLong(1);
    }
  }
}
