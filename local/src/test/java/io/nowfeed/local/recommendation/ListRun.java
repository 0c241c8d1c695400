package io.nowfeed.local.recommendation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.PersonalizationPipeline;
import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.everyevent.Envelopes;
import io.nowfeed.local.job.FailAt;
import io.nowfeed.local.job.RunningJob;
import io.nowfeed.local.kafka.TestBroker;
import io.nowfeed.local.platform.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionTimeoutException;

/** An audience before the real job between real topics, while things go wrong. */
final class ListRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonCodec<Beacon> BEACONS = JsonCodec.of(Beacon.class);
  private static final JsonCodec<Interaction> INTERACTIONS = JsonCodec.of(Interaction.class);
  private static final JsonCodec<ContentItem> CONTENT = JsonCodec.of(ContentItem.class);
  private static final String FIRST_FAILURE = "b-fails-first";
  private static final String SECOND_FAILURE = "b-fails-second";

  private final Audience audience;
  private final Setting setting;
  private final Path folder;
  private final TestBroker broker;
  private final JobConfig config;
  private final Producer<byte[], byte[]> producer;
  private final ListTail tail;
  private final Set<String> sent = new LinkedHashSet<>();
  private final Set<String> withdrawn = new LinkedHashSet<>();
  private final Set<String> present = new LinkedHashSet<>();
  private final Set<String> erased = new LinkedHashSet<>();
  private final Map<String, Integer> rounds = new HashMap<>();
  private int round;
  private RunningJob job;
  private long restarts;
  private volatile Exception refused;

  /**
   * How a run is made.
   *
   * @param backend of state: hashmap or rocksdb
   * @param parallelism in the beginning, and after each savepoint
   */
  record Setting(String backend, List<Integer> parallelism) {}

  ListRun(Audience audience, Setting setting, Path folder) throws Exception {
    this.audience = audience;
    this.setting = setting;
    this.folder = folder;
    broker = TestBroker.start(folder);
    String servers = broker.access().bootstrapServers();
    config = config(servers);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    tail = new ListTail(servers);
  }

  private static JobConfig config(String servers) throws InvalidConfigException {
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", servers);
    settings.put("checkpoint.interval", "500 ms");
    settings.put("source.idleness", "1 s");
    settings.put("source.max-out-of-orderness", "500 ms");
    settings.put("enrichment.max-wait", "200 ms");
    settings.put("popularity.windows", "5s/1s;1m/5s");
    // Every beacon and interaction makes a list that is sent.
    settings.put("recommendation.expires-after", "30 min");
    settings.put("recommendation.resend-before", "30 min");
    return JobConfig.of(settings, PersonalizationJob.REQUIRED);
  }

  /** Plays it to its end. */
  void play() throws Exception {
    sendTables();
    job =
        RunningJob.start(
            folder, Ports.free().flink(), config, setting.parallelism.get(0), this::graph);
    hello(audience.known());

    round(FIRST_FAILURE, () -> {});
    awaitLists();
    round(null, job::kill);
    awaitLists();
    hello(audience.strangers());
    for (int next : setting.parallelism.subList(1, setting.parallelism.size())) {
      round(null, () -> rescale(next));
      awaitLists();
    }
    eraseSome();
    round(SECOND_FAILURE, () -> {});
    awaitLists();
    awaitCheckpoint(); // what is measured is committed only then

    assertThat(List.of(FIRST_FAILURE, SECOND_FAILURE)).allMatch(job::threwAt);
    restarts += job.restarts();
    assertThat(restarts).as("failures that were survived").isGreaterThanOrEqualTo(3);
  }

  private void rescale(int parallelism) throws Exception {
    restarts += job.restarts();
    job.rescale(parallelism);
  }

  /** From now on they are active, whatever fails. */
  private void hello(List<String> users) {
    users.forEach(user -> send(audience.beacon(user)));
    present.addAll(users);
    awaitLists();
  }

  private boolean isOld(Recommendations list) {
    return list.items().stream().anyMatch(item -> withdrawn.contains(item.contentId()));
  }

  private void graph(StreamExecutionEnvironment env, JobConfig jobConfig, Path markers) {
    Configuration state = new Configuration();
    state.set(StateBackendOptions.STATE_BACKEND, setting.backend);
    env.configure(state);
    PersonalizationPipeline.build(
        FailAt.atIds(
            PersonalizationJob.inputs(env, jobConfig),
            Set.of(FIRST_FAILURE, SECOND_FAILURE),
            markers),
        PersonalizationJob.outputs(jobConfig),
        jobConfig);
  }

  private void sendTables() {
    long lsn = 0;
    for (String user : audience.known()) {
      lsn++;
      send(Topics.USERS, user, Envelopes.upsert(user, audience.attributes(user), lsn, lsn));
    }
    audience.content().forEach((id, item) -> send(Topics.CONTENT, id, CONTENT.encode(item)));
    producer.flush();
  }

  /** What can go wrong in the middle of a round. */
  private interface Fault {
    void cause() throws Exception;
  }

  /** Everybody does something; in the middle of it something goes wrong. */
  private void round(String poison, Fault fault) throws Exception {
    awaitCheckpoint();
    round++;
    burst();
    if (poison != null) {
      String user = present.iterator().next();
      Beacon beacon = audience.beacon(user);
      send(new Beacon(poison, user, null, beacon.sessionId(), beacon.ts(), null, null));
    }
    producer.flush();
    fault.cause();
    burst();
    producer.flush();
  }

  private void burst() {
    for (String user : present) {
      int steps = audience.dice(8);
      for (int i = 0; i < steps; i++) {
        if (audience.dice(3) == 0) {
          send(audience.beacon(user));
        } else {
          send(audience.interaction(user));
        }
      }
      if (audience.dice(100) == 0) {
        withdraw(audience.popular());
      }
    }
  }

  private void withdraw(String contentId) {
    if (withdrawn.add(contentId)) {
      rounds.put(contentId, round);
      send(Topics.CONTENT, contentId, null);
    }
  }

  private void eraseSome() {
    for (String user : audience.known()) {
      if (audience.dice(20) == 0) {
        erased.add(user);
        send(Topics.USERS, user, null);
      }
    }
    present.removeAll(erased);
    producer.flush();
    until(
        () -> "lists of erased users stay",
        () -> tail.inForce().keySet().stream().noneMatch(erased::contains));
  }

  private void send(Beacon beacon) {
    sent.add(beacon.eventId());
    rounds.put(beacon.eventId(), round);
    send(Topics.BEACONS, beacon.userId(), BEACONS.encode(beacon));
  }

  private void send(Interaction interaction) {
    sent.add(interaction.eventId());
    rounds.put(interaction.eventId(), round);
    send(Topics.INTERACTIONS, interaction.userId(), INTERACTIONS.encode(interaction));
  }

  private void send(String topic, String key, byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, key.getBytes(UTF_8), value),
            (stored, failure) -> {
              if (failure != null) {
                refused = failure;
              }
            });
  }

  /** What comes before is never done again: a user who is active stays so. */
  private void awaitCheckpoint() throws Exception {
    long done = job.checkpoints();
    until(() -> "no checkpoint", () -> job.checkpoints() >= done + 2);
  }

  private void awaitLists() {
    until(
        () -> "no list of " + sent.stream().filter(id -> !tail.triggers().contains(id)).toList(),
        () -> tail.triggers().containsAll(sent));
    until(
        () -> "a withdrawn item is shown",
        () -> tail.inForce().values().stream().noneMatch(this::isOld));
  }

  private void until(Supplier<String> failure, Callable<Boolean> reached) {
    try {
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .pollInSameThread()
          .until(
              () -> {
                job.requireRunning();
                if (refused != null) {
                  throw new AssertionError("the broker refuses a record", refused);
                }
                tail.poll();
                return reached.call();
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("in round " + round + ": " + failure.get(), e);
    }
  }

  /** Every list there was. */
  ListTail tail() {
    return tail;
  }

  /** In which round each event was sent, and each item was withdrawn, by their ids. */
  Map<String, Integer> rounds() {
    return rounds;
  }

  Set<String> withdrawn() {
    return withdrawn;
  }

  Set<String> erased() {
    return erased;
  }

  String bootstrapServers() {
    return broker.access().bootstrapServers();
  }

  @Override
  public void close() throws Exception {
    if (job != null) {
      job.close();
    }
    producer.close();
    tail.close();
    broker.close();
  }
}
