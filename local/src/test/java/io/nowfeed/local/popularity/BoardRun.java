package io.nowfeed.local.popularity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Topics;
import io.nowfeed.events.UserKey;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.PersonalizationPipeline;
import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.batch.BatchComparison;
import io.nowfeed.local.batch.EveryBoard;
import io.nowfeed.local.batch.Findings;
import io.nowfeed.local.everyevent.Envelopes;
import io.nowfeed.local.job.FailAt;
import io.nowfeed.local.job.RunningJob;
import io.nowfeed.local.kafka.TestBroker;
import io.nowfeed.local.platform.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Plays a story to the real job between real topics, with its faults, and compares the boards. */
final class BoardRun implements AutoCloseable {
  /**
   * An item, the last of the catalogue, of which one event after another asks until it is known.
   */
  static final String PROBE = "probe";

  private static final JsonCodec<Interaction> INTERACTIONS = JsonCodec.of(Interaction.class);
  private static final JsonCodec<ContentItem> CONTENT = JsonCodec.of(ContentItem.class);
  private static final int POLLS_BETWEEN_PROBES = 20;

  private final Story story;
  private final Setting setting;
  private final Path folder;
  private final TestBroker broker;
  private final JobConfig config;
  private final Producer<byte[], byte[]> producer;
  private final TopicTail tail;
  private RunningJob job;
  private long sent;
  private long restarts;
  private int rescaled;
  private volatile Exception refused;

  /**
   * How a story is played.
   *
   * @param backend of state: hashmap or rocksdb
   * @param parallelism in the beginning, and after each fault {@link Chapter.Fault#RESCALE}
   * @param settings of the job, besides those every run has
   * @param patience for what has to happen in the end, and between chapters
   * @param span see {@link BatchComparison#compare}
   */
  record Setting(
      String backend,
      List<Integer> parallelism,
      Map<String, String> settings,
      Duration patience,
      Duration span) {}

  private BoardRun(Story story, Setting setting, Path folder) throws Exception {
    this.story = story;
    this.setting = setting;
    this.folder = folder;
    this.broker = TestBroker.start(folder);
    EveryBoard.keep(broker.admin());
    String servers = broker.access().bootstrapServers();
    this.config = config(servers);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "linger.ms", 20, "batch.size", 1 << 18),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.tail = new TopicTail(servers, folder.resolve("topics"), story.ends());
  }

  /**
   * Plays a story to its end.
   *
   * @return how the boards compare
   */
  static Findings play(Story story, Setting setting, Path folder) throws Exception {
    BoardRun run = new BoardRun(story, setting, folder);
    JobConfig config = run.config;
    try (run) {
      run.play();
    }
    return BatchComparison.compare(config, folder.resolve("topics"), story.ends(), setting.span());
  }

  private void play() throws Exception {
    long started = System.nanoTime();
    sendTables();
    job =
        RunningJob.start(
            folder, Ports.free().flink(), config, setting.parallelism().get(0), this::graph);
    awaitContent();
    for (Chapter chapter : story.chapters()) {
      if (chapter.fault() != Chapter.Fault.NONE) {
        awaitAccounted(); // so there is a checkpoint to go back to
      }
      try (Stream<Interaction> events = chapter.events().get()) {
        events.forEach(this::send);
      }
      producer.flush();
      cause(chapter.fault());
      if (chapter.passed() != Chapter.AT_ONCE) {
        until("event time does not pass", () -> tail.passed() >= chapter.passed());
      }
    }
    close(story.ends());
    assertThat(story.poison()).allMatch(job::threwAt);
    assertThat(setting.parallelism()).as("each was had").hasSize(1 + rescaled);
    assertThat(restarts).as("failures that were survived").isGreaterThanOrEqualTo(2);
    System.out.printf(
        "popularity: %,d events in %,d ms, %d restarts%n",
        sent, Duration.ofNanos(System.nanoTime() - started).toMillis(), restarts);
  }

  private JobConfig config(String servers) throws InvalidConfigException {
    Map<String, String> settings = new HashMap<>(setting.settings());
    settings.put("kafka.bootstrap.servers", servers);
    settings.put("checkpoint.interval", "1 s");
    settings.put("source.idleness", "1 s");
    settings.put("enrichment.max-wait", "200 ms");
    return JobConfig.of(settings, PersonalizationJob.REQUIRED);
  }

  private void graph(StreamExecutionEnvironment env, JobConfig jobConfig, Path markers) {
    Configuration state = new Configuration();
    state.set(StateBackendOptions.STATE_BACKEND, setting.backend());
    env.configure(state);
    PersonalizationPipeline.build(
        FailAt.atIds(PersonalizationJob.inputs(env, jobConfig), story.poison(), markers),
        PersonalizationJob.outputs(jobConfig),
        jobConfig);
  }

  private void sendTables() {
    long lsn = 0;
    for (Story.Row row : story.users()) {
      lsn++;
      byte[] value = Envelopes.upsert(row.userId(), row.attributes(), lsn, row.asOf());
      send(new ProducerRecord<>(Topics.USERS, row.userId().getBytes(UTF_8), value));
    }
    story.content().forEach(this::send);
    send(new ContentItem(PROBE, "probe", "en", List.of(), List.of(), null, null, null, null));
    producer.flush();
  }

  private void send(ContentItem item) {
    byte[] key = item.contentId().getBytes(UTF_8);
    send(new ProducerRecord<>(Topics.CONTENT, key, CONTENT.encode(item)));
  }

  private void send(Interaction event) {
    send(event, null);
  }

  private void send(Interaction event, Integer partition) {
    sent++;
    String key = UserKey.of(event.userId(), event.sessionId(), event.deviceId());
    byte[] value = INTERACTIONS.encode(event);
    send(new ProducerRecord<>(Topics.INTERACTIONS, partition, key.getBytes(UTF_8), value));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var unused =
        producer.send(
            record,
            (stored, failure) -> {
              if (failure != null) {
                refused = failure;
              }
            });
  }

  /** What is joined twice, before and after a failure, must meet the same catalogue. */
  private void awaitContent() {
    int[] polls = {0};
    until(
        "the job does not know the content",
        () -> {
          if (polls[0]++ % POLLS_BETWEEN_PROBES == 0) {
            send(probe(story.begins()));
          }
          return tail.probed();
        });
  }

  private Interaction probe(long ts) {
    return new Interaction(
        "probe-" + sent, null, null, "probe", PROBE, Action.IMPRESSION, ts, null);
  }

  private void cause(Chapter.Fault fault) throws Exception {
    switch (fault) {
      case KILL -> job.kill();
      case RESCALE -> {
        restarts += job.restarts();
        rescaled++;
        job.rescale(setting.parallelism().get(rescaled));
      }
      case NONE, THROW -> {
        // What throws does so itself, when it comes to the event.
      }
    }
  }

  /** The last event of each partition is so far ahead that every window before is over. */
  private void close(long ends) throws Exception {
    for (int partition = 0;
        partition < producer.partitionsFor(Topics.INTERACTIONS).size();
        partition++) {
      send(probe(ends + Duration.ofHours(1).toMillis()), partition);
    }
    producer.flush();
    awaitAccounted();
    until("boards are left: " + tail.shown(), () -> tail.shown().isEmpty());
    restarts += job.restarts();
  }

  private void awaitAccounted() {
    until("not all events come out", () -> tail.accounted() >= sent);
  }

  private void until(String failure, Callable<Boolean> reached) {
    await(failure)
        .atMost(setting.patience())
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
