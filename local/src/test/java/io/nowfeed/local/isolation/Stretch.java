package io.nowfeed.local.isolation;

import static org.awaitility.Awaitility.await;

import io.nowfeed.events.Topics;
import io.nowfeed.local.observe.Observation;
import io.nowfeed.local.observe.Observer;
import io.nowfeed.local.traffic.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the personalization job did during a stretch of time.
 *
 * @param name of the stretch
 * @param in beacons and interactions sent
 * @param out of them, come out
 * @param p50 freshness, milliseconds: the median, over the seconds, of the last ten seconds' p50
 * @param p99 the same of the p99
 */
record Stretch(String name, long in, long out, long p50, long p99) {
  private static final List<String> RESULTS =
      List.of(
          Topics.ACTIVE_USERS,
          Topics.ENRICHED_INTERACTIONS,
          Topics.DUPLICATES,
          Topics.DEAD_LETTERS);

  /** Looks on, once a second. */
  static Stretch watch(String name, Duration length, Simulator traffic, Observer observer) {
    long inBefore = sent(traffic);
    long outBefore = come(observer.observe());
    List<Observation> seconds = new ArrayList<>();
    await()
        .pollDelay(Duration.ofSeconds(1))
        .pollInterval(Duration.ofSeconds(1))
        .atMost(length.multipliedBy(2).plusMinutes(1))
        .until(
            () -> {
              seconds.add(observer.observe());
              return seconds.size() >= length.toSeconds();
            });
    return new Stretch(
        name,
        sent(traffic) - inBefore,
        come(seconds.get(seconds.size() - 1)) - outBefore,
        median(seconds.stream().mapToLong(each -> each.freshness().p50()).toArray()),
        median(seconds.stream().mapToLong(each -> each.freshness().p99()).toArray()));
  }

  private static long sent(Simulator traffic) {
    return traffic.counts().beacons() + traffic.counts().interactions();
  }

  private static long come(Observation seen) {
    return RESULTS.stream().mapToLong(seen::of).sum();
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** The part of what was sent that came out; near 1, for a little is always on its way. */
  double through() {
    return (double) out / in;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-12s in %,8d  out %,8d (%.3f)  freshness p50 %d ms, p99 %d ms",
        name,
        in,
        out,
        through(),
        p50,
        p99);
  }
}
