package io.nowfeed.local.replay;

import io.nowfeed.local.traffic.StopSignal;
import io.nowfeed.local.traffic.Target;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Replays a CSV export through the pipeline, exactly: each row once, also when it is stopped or
 * killed in the middle and run again on the same data directory, and each event joined with the
 * attributes its user had at that row.
 *
 * <p>Events become visible in Kafka transactions together with a progress record in {@value
 * #PROGRESS_TOPIC}; a later run reads the rows up to it again, to know the sessions, users and
 * items among them, and goes on behind it. Which attributes a user has is then read from the users
 * table itself: a run may have died between an UPDATE and the first event after it. The table also
 * says since when: {@code valid_from} is the time of the row that brought the user, or the change.
 */
public final class Replay implements AutoCloseable {
  /** Compacted, one partition; holds how far the replay of this deployment is. */
  public static final String PROGRESS_TOPIC = "nowfeed-replay";

  private static final int CHUNK_ROWS = 5_000;

  private final ReplayOptions options;
  private final Supplier<ReplayPorts> openPorts;
  private final Clock clock;
  private final Pause pause;
  private final StopSignal stop;
  private final Ledger ledger = new Ledger();
  private final FileIdentity file;
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * A replay into a running platform; nothing is connected yet.
   *
   * @throws ReplayException when the file cannot be read, or lacks a column of the mapping
   */
  public Replay(Target target, ReplayOptions options, Clock clock) {
    this(target, options, clock, new StopSignal());
  }

  private Replay(Target target, ReplayOptions options, Clock clock, StopSignal stop) {
    this(
        options,
        () -> KafkaReplayPorts.open(target, options, clock, Pause.endedBy(stop)),
        clock,
        Pause.endedBy(stop),
        stop);
  }

  Replay(
      ReplayOptions options,
      Supplier<ReplayPorts> openPorts,
      Clock clock,
      Pause pause,
      StopSignal stop) {
    options.validate();
    this.options = options;
    this.openPorts = openPorts;
    this.clock = clock;
    this.pause = pause;
    this.stop = stop;
    this.file = FileIdentity.of(options.file(), options.mapping().charset());
  }

  /**
   * Replays until the file's end, and until the job has consumed it, or until {@link #close}.
   *
   * @throws ReplayException when it cannot go on; what was committed stays, and a later run goes on
   *     from there
   */
  public ReplaySummary run() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("a replay runs once; make another one");
    }
    try (ReplayPorts ports = openPorts.get()) {
      pause.forMillis(0);
      return run(ports, clock.millis());
    } catch (ReplayStoppedException e) {
      return summary(false, 0, clock.millis());
    } finally {
      ended.countDown();
    }
  }

  /** Live numbers; they include rows an earlier run did. */
  public ReplayCounts counts() {
    return ledger.counts();
  }

  /** Ends {@link #run} after the row it is at, and waits for it. */
  @Override
  public void close() {
    stop.stop();
    try {
      if (started.get()) {
        ended.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ReplaySummary run(ReplayPorts ports, long startedAt) {
    ReplayProgress earlier = ports.events().resume();
    try (RowReader reader = RowReader.open(options.file(), options.mapping())) {
      ChunkPlanner planner = new ChunkPlanner(reader, CHUNK_ROWS);
      recount(planner, earlier);
      long resumedAt = ledger.rowsRead();
      boolean done = earlier != null && earlier.finished();
      return summary(done ? confirm(ports) : send(ports, planner), resumedAt, startedAt);
    }
  }

  private void recount(ChunkPlanner planner, ReplayProgress earlier) {
    if (earlier == null) {
      return;
    }
    earlier.requireSame(file, options.mapping().hash());
    ReplayRow row = null;
    while (ledger.rowsRead() < earlier.rowsRead() && (row = planner.skipOne()) != null) {
      ledger.add(row);
    }
    earlier.requireSame(ledger.counts());
  }

  /** The run that sent the last row may have died before the job had consumed it. */
  private static boolean confirm(ReplayPorts ports) {
    ports.barrier().awaitConsumed(ports.events().sent());
    return true;
  }

  /** Returns false when it was stopped. */
  private boolean send(ReplayPorts ports, ChunkPlanner planner) {
    EventPacing pacing = new EventPacing(options.speedup(), clock);
    ReplayLoop loop = new ReplayLoop(ports, ledger, pacing, this::progress, clock, pause);
    try (LookAhead chunks = new LookAhead(planner, ports)) {
      loop.adoptUsers(earlierUsers(ports.users()));
      loop.run(chunks);
      return true;
    } catch (ReplayStoppedException e) {
      loop.commitOpen();
      return false;
    }
  }

  private Map<String, UserRow> earlierUsers(UserTable table) {
    var userIds = ledger.userIds();
    return userIds.isEmpty() ? Map.of() : table.read(userIds);
  }

  private ReplayProgress progress(boolean finished) {
    return ReplayProgress.of(file, options.mapping().hash(), ledger.counts(), finished);
  }

  private ReplaySummary summary(boolean finished, long resumedAt, long startedAt) {
    double seconds = (clock.millis() - startedAt) / 1000.0;
    return new ReplaySummary(file.name(), finished, resumedAt, seconds, ledger.counts());
  }
}
