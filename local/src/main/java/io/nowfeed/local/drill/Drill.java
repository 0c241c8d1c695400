package io.nowfeed.local.drill;

import io.nowfeed.local.process.Supervisor;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes servers fail, one after the other, and measures how long lists are away. */
public final class Drill {
  /** Lists come every few milliseconds; a second without one is felt. */
  private static final long SILENCE_MILLIS = 1_000;

  /** Nothing has to take longer; who does is reported as never having come back. */
  private static final long PATIENCE_MILLIS = 180_000;

  private static final long POLL_MILLIS = 100;

  private final Supervisor servers;
  private final ListWatch lists;
  private final DrillPlan plan;
  private final Clock clock;
  private final List<Felt> felt = new ArrayList<>();

  /**
   * @param servers that may be made to fail
   * @param lists as they come
   */
  public Drill(Supervisor servers, ListWatch lists, DrillPlan plan, Clock clock) {
    this.servers = servers;
    this.lists = lists;
    this.plan = plan;
    this.clock = clock;
  }

  /**
   * Makes servers fail for a while, and in each of the ways at least once.
   *
   * @param duration no second round begins later
   * @param each told of each fault when it is over
   * @return all of them
   * @throws IOException when lists do not come back
   */
  public List<Felt> run(Duration duration, Consumer<Felt> each)
      throws IOException, InterruptedException {
    awaitLists("the start", clock.millis(), clock.millis());
    long begin = clock.millis();
    while (felt.size() < plan.round() || clock.millis() - begin < duration.toMillis()) {
      Felt one = cause(plan.next(), begin);
      felt.add(one);
      each.accept(one);
      Thread.sleep(plan.pauseMillis());
    }
    return List.copyOf(felt);
  }

  private Felt cause(Fault fault, long begin) throws IOException, InterruptedException {
    await(fault.part() + " is started again", () -> servers.process(fault.part()).isAlive());
    long at = clock.millis();
    lists.forgetBefore(at);
    if (fault.kind() == Fault.Kind.KILL) {
      servers.kill(fault.part());
    } else {
      freeze(fault);
    }
    long again = awaitLists(fault.text(), at, clock.millis());
    return new Felt(Duration.ofMillis(at - begin), fault, Duration.ofMillis(again - at));
  }

  private void freeze(Fault fault) throws IOException, InterruptedException {
    servers.freeze(fault.part());
    try {
      Thread.sleep(fault.lasts().toMillis());
    } finally {
      servers.thaw(fault.part());
    }
  }

  /**
   * Waits until lists have flowed for a while.
   *
   * @param what happened
   * @param at since when, and {@code over} until when
   * @return when they began to
   */
  private long awaitLists(String what, long at, long over)
      throws IOException, InterruptedException {
    long look = plan.pace().look().toMillis();
    while (clock.millis() - over < PATIENCE_MILLIS) {
      Thread.sleep(POLL_MILLIS);
      long flows = lists.flowsSince(at, SILENCE_MILLIS);
      if (flows >= 0 && clock.millis() - Math.max(over, flows) >= look) {
        return flows;
      }
    }
    throw new IOException(
        "no list came within %d s after: %s".formatted(PATIENCE_MILLIS / 1000, what));
  }

  /**
   * Waits until everything that was made to fail is back.
   *
   * @throws IOException when it is not after three minutes
   */
  public void awaitWhole(Whole platform) throws IOException, InterruptedException {
    await("all servers, jobs and the connector run again", platform);
  }

  /** Whether something is there. */
  @FunctionalInterface
  public interface Whole {
    /** Whether it is now. */
    boolean holds() throws InterruptedException;
  }

  private void await(String what, Whole condition) throws IOException, InterruptedException {
    long begin = clock.millis();
    while (!condition.holds()) {
      if (clock.millis() - begin > PATIENCE_MILLIS) {
        throw new IOException("not so after %d s: %s".formatted(PATIENCE_MILLIS / 1000, what));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
