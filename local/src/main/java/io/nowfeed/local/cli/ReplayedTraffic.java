package io.nowfeed.local.cli;

import io.nowfeed.local.observe.Observation;
import io.nowfeed.local.replay.Replay;
import io.nowfeed.local.replay.ReplayCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A file sends. */
final class ReplayedTraffic implements Session {
  private final Replay replay;
  private final String file;
  private CompletableFuture<Void> running;

  ReplayedTraffic(Replay replay, String file) {
    this.replay = replay;
    this.file = file;
  }

  @Override
  public void prepare() {}

  @Override
  public void start() {
    running = CompletableFuture.runAsync(replay::run, ReplayedTraffic::daemon);
  }

  private static void daemon(Runnable run) {
    Thread thread = new Thread(run, "replay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public String describe() {
    ReplayCounts counts = replay.counts();
    return String.format(
        Locale.ROOT,
        "replay of %s: %,d rows read, %,d sent, %,d skipped",
        file,
        counts.rowsRead(),
        counts.sent(),
        skipped(counts));
  }

  private static long skipped(ReplayCounts counts) {
    return counts.skipped().values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public String problem() {
    return null;
  }

  /**
   * {@inheritDoc}
   *
   * @throws RuntimeException what made the replay fail
   */
  @Override
  public boolean isOver() {
    if (running == null || !running.isDone()) {
      return false;
    }
    try {
      running.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
    return true;
  }

  @Override
  public long interactionsSent() {
    return replay.counts().sent();
  }

  @Override
  public List<String> summary(Observation seen) {
    ReplayCounts counts = replay.counts();
    List<String> lines = new ArrayList<>();
    lines.add("rows read            " + counts.rowsRead());
    lines.add(
        "sent                 "
            + counts.sent()
            + " interactions ("
            + counts.anonymous()
            + " without a user), "
            + counts.beacons()
            + " beacons");
    lines.add("skipped              " + skipped(counts));
    counts
        .skipped()
        .forEach((reason, rows) -> lines.add(String.format("  %-22s %d", reason, rows)));
    lines.add(
        "users                "
            + counts.users()
            + " inserted, "
            + counts.userUpdates()
            + " updates");
    return lines;
  }

  @Override
  public void close() {
    replay.close();
  }
}
