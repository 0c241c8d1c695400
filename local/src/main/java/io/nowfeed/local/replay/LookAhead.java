package io.nowfeed.local.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Prepares the next chunks on a thread of its own while the current one is sent: their users are
 * inserted and their items published, so that the job has mostly consumed them when it is their
 * turn. Several chunks deep, for a checkpoint takes a second, and at full speed a chunk less.
 */
final class LookAhead implements AutoCloseable {
  private static final int DEPTH = 4;
  private static final long CLOSE_SECONDS = 30;

  private final ChunkPlanner planner;
  private final UserTable users;
  private final ContentPublisher content;
  private final Deque<Future<PreparedChunk>> ahead = new ArrayDeque<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread worker = new Thread(task, "replay-look-ahead");
            worker.setDaemon(true);
            return worker;
          });

  LookAhead(ChunkPlanner planner, ReplayPorts ports) {
    this.planner = planner;
    this.users = ports.users();
    this.content = ports.content();
  }

  /** The next chunk, in file order; empty at the end. */
  PreparedChunk next() {
    while (ahead.size() < DEPTH) {
      ahead.add(thread.submit(this::prepare));
    }
    try {
      return ahead.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplayStoppedException();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ReplayException known
          ? known
          : new ReplayException("preparing the next rows failed: " + e.getCause(), e);
    }
  }

  private PreparedChunk prepare() {
    ChunkPlanner.Plan plan = planner.next();
    Map<String, UserRow> stored =
        plan.newUsers().isEmpty() ? Map.of() : users.insertMissing(plan.newUsers());
    Positions published =
        plan.newContent().isEmpty() ? Positions.NONE : content.publish(plan.newContent());
    return new PreparedChunk(plan.rows(), stored, published);
  }

  /** Ends the thread, and waits for it, for it reads from what is closed next. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new ReplayException(
            "preparing the next rows did not end within " + CLOSE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
