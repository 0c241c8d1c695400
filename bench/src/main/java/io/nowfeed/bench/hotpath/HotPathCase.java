package io.nowfeed.bench.hotpath;

import io.nowfeed.bench.hotpath.Contender.Function;
import io.nowfeed.bench.process.ChildJvm;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** A broker with preloaded topics, and contenders that run on it one after the other. */
final class HotPathCase implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 60_000;
  private static final long POLL_MILLIS = 500;

  /** Contenders commit every ten seconds: what has not changed for longer is complete. */
  private static final long SETTLED_MILLIS = 15_000;

  private final ChildJvm broker;
  private final String bootstrapServers;
  private final Admin admin;
  private final Path directory;
  private final HotPathData data;
  private final String heap;
  private final Path recordings;

  /** What the first one to write them wrote, by which the others are judged. */
  private Long enriched;

  private Map<String, TopContent> tops;
  private int runs;

  private HotPathCase(
      ChildJvm broker, Path directory, HotPathData data, String heap, Path recordings)
      throws IOException {
    this.broker = broker;
    this.bootstrapServers = broker.line();
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.directory = directory;
    this.data = data;
    this.heap = heap;
    this.recordings = recordings;
  }

  /**
   * Starts the broker and fills its topics.
   *
   * @param heap of each contender, as {@code -Xmx} takes it
   * @param recordings an existing folder for a flight recording of each run, null for none
   */
  static HotPathCase start(Path directory, HotPathData data, String heap, Path recordings)
      throws IOException, InterruptedException {
    ChildJvm broker =
        ChildJvm.start(BrokerMain.class, List.of("-Xmx1g"), directory.resolve("kafka").toString());
    HotPathCase started = null;
    try {
      started = new HotPathCase(broker, directory, data, heap, recordings);
      Preload.fill(started.bootstrapServers, data);
    } catch (IOException | RuntimeException e) {
      if (started != null) {
        started.admin.close();
      }
      broker.close();
      throw e;
    }
    return started;
  }

  /**
   * Runs a contender.
   *
   * @param compares whether what it writes is compared with what others of its kind wrote
   */
  Measured run(Contender contender, int parallelism, Setting.State state, boolean compares)
      throws IOException, InterruptedException, ExecutionException, MalformedEventException {
    Path own = Files.createDirectories(directory.resolve("run-" + runs));
    Setting setting = new Setting(bootstrapServers, "run-" + runs++, parallelism, state, own);
    RunTopics topics = RunTopics.create(admin, setting);
    List<String> options = new ArrayList<>(profiling(contender, setting));
    options.addAll(
        List.of(
            "-Xms" + heap,
            "-Xmx" + heap,
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED"));
    try (ChildJvm process =
        ChildJvm.start(ContenderMain.class, options, setting.args(contender, events(contender)))) {
      Measured measured = Measured.parse(process.line());
      if (compares) {
        compare(contender, setting);
      }
      return measured;
    } finally {
      topics.delete();
    }
  }

  /** A flight recording of each run, where one is asked for. */
  private List<String> profiling(Contender contender, Setting setting) {
    return recordings == null
        ? List.of()
        : List.of(
            "-Xlog:jfr+startup=error",
            "-XX:StartFlightRecording=settings=profile,filename=%s/%s-%s.jfr"
                .formatted(recordings, contender, setting.run()));
  }

  private long events(Contender contender) {
    return contender.function() == Function.WHOLE
        ? (long) data.interactions() + data.beacons()
        : data.interactions();
  }

  private void compare(Contender contender, Setting setting)
      throws IOException, MalformedEventException, InterruptedException {
    Outputs outputs = new Outputs(bootstrapServers);
    if (contender.function() == Function.JOIN || contender.function() == Function.COUNT) {
      long hash =
          outputs.enriched(setting.topic(Topics.ENRICHED_INTERACTIONS), data.interactions());
      if (enriched == null) {
        enriched = hash;
      } else if (enriched != hash) {
        throw new IllegalStateException(contender + " enriches otherwise than those before it");
      }
    }
    if (contender.function() == Function.COUNT) {
      compareTops(contender, setting, outputs);
    }
  }

  /** Of the windows that are over; a contender may still be about to publish some. */
  private void compareTops(Contender contender, Setting setting, Outputs outputs)
      throws MalformedEventException, InterruptedException {
    long begin = System.currentTimeMillis();
    long changed = begin;
    Map<String, TopContent> before = Map.of();
    while (tops == null || !tops.equals(before)) {
      Map<String, TopContent> found = closed(contender, setting, outputs);
      long now = System.currentTimeMillis();
      if (!found.equals(before)) {
        changed = now;
        before = found;
      } else if (tops == null && !found.isEmpty() && now - changed > SETTLED_MILLIS) {
        tops = found;
      } else if (now - begin > PATIENCE_MILLIS) {
        throw new IllegalStateException(contender + " counts otherwise: " + difference(found));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static Map<String, TopContent> newest(
      Contender contender, Setting setting, Outputs outputs) throws MalformedEventException {
    return contender == Contender.STREAMS_COUNT
        ? outputs.tops(setting.topic(StreamsJoin.TOP))
        : outputs.boards(setting.topic(Topics.POPULARITY));
  }

  private Map<String, TopContent> closed(Contender contender, Setting setting, Outputs outputs)
      throws MalformedEventException {
    Map<String, TopContent> found = newest(contender, setting, outputs);
    found.keySet().removeIf(key -> !isClosed(key));
    return found;
  }

  /** The last minute, and what is out of order at its end, stays open. */
  private boolean isClosed(String key) {
    long start = Long.parseLong(key.substring(key.indexOf('|') + 1));
    return start + 2 * NowfeedJobs.WINDOW_SECONDS * 1000L <= data.start() + data.lastsMillis();
  }

  private String difference(Map<String, TopContent> found) {
    if (tops == null) {
      return "no lists";
    }
    return Stream.concat(tops.keySet().stream(), found.keySet().stream())
        .filter(key -> !tops.getOrDefault(key, TopContent.NONE).equals(found.get(key)))
        .findFirst()
        .map(key -> "%s is %s, others have %s".formatted(key, found.get(key), tops.get(key)))
        .orElse("nothing differs");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    admin.close();
    broker.close();
  }
}
