package io.nowfeed.local.screen;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Topics;
import io.nowfeed.local.leaderboard.Move;
import io.nowfeed.local.observe.ArmRate;
import io.nowfeed.local.observe.Freshness;
import io.nowfeed.local.observe.Observation;
import io.nowfeed.local.platform.Endpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A status in words: a whole screen, or one line. */
final class StatusText {
  private static final int TOP = 5;

  private StatusText() {}

  static List<String> screen(Status status) {
    Observation seen = status.observation();
    List<String> lines = new ArrayList<>();
    lines.add("Nowfeed — running " + clock(status.seconds()) + ", Ctrl-C stops it");
    lines.add("");
    lines.addAll(endpoints(status.endpoints()));
    lines.add("");
    lines.add(row("traffic", status.traffic()));
    lines.add(
        row(
            "events",
            format(
                "in %,.0f/s   recommendations out %,.0f/s   late %,d   duplicates %,d   dead letters %,d",
                status.inPerSecond(),
                status.outPerSecond(),
                seen.of(Topics.LATE_EVENTS),
                seen.of(Topics.DUPLICATES),
                seen.of(Topics.DEAD_LETTERS))));
    lines.add(
        row(
            "totals",
            format(
                "beacons %,d   interactions %,d   enriched %,d   recommendations %,d",
                seen.of(Topics.BEACONS),
                seen.of(Topics.INTERACTIONS),
                seen.of(Topics.ENRICHED_INTERACTIONS),
                seen.of(Topics.RECOMMENDATIONS))));
    lines.add(row("active users", format("%,d in the last 5 minutes", seen.activeUsers())));
    lines.add(row("freshness", freshness(seen.freshness())));
    if (!seen.arms().isEmpty()) {
      lines.add(row("ctr", rates(seen.arms(), "   ") + "   (last 60 s, of recommended items)"));
    }
    lines.add(row("restarts", format("%,d of the jobs from a checkpoint", status.restarts())));
    if (status.problem() != null) {
      lines.add(row("problem", status.problem()));
    }
    lines.add("");
    lines.addAll(top(seen.top()));
    lines.add("");
    lines.addAll(newest(seen.newest()));
    return lines;
  }

  static String line(Status status) {
    Observation seen = status.observation();
    return format(
            "%s  in %,.0f/s  out %,.0f/s  active %,d  freshness p50 %s p99 %s%s  top %s",
            clock(status.seconds()),
            status.inPerSecond(),
            status.outPerSecond(),
            seen.activeUsers(),
            millis(seen.freshness().count(), seen.freshness().p50()),
            millis(seen.freshness().count(), seen.freshness().p99()),
            seen.arms().isEmpty() ? "" : "  ctr " + rates(seen.arms(), " "),
            seen.top() == null ? "–" : ids(seen.top()))
        + (status.problem() == null ? "" : "  problem: " + status.problem());
  }

  private static List<String> endpoints(Endpoints endpoints) {
    return List.of(
        row("Kafka", endpoints.kafka()),
        row(
            "Postgres",
            endpoints.postgres().url().replace("jdbc:postgresql://", "postgresql://postgres@")),
        row("Connect", endpoints.connect()),
        row("Flink UI", endpoints.flink()),
        row(
            "BigQuery",
            "REST " + endpoints.bigquery().rest() + "   gRPC " + endpoints.bigquery().grpc()));
  }

  private static String freshness(Freshness freshness) {
    if (freshness.count() == 0) {
      return "no beacon in the last 10 s";
    }
    return format(
        "p50 %,d ms   p99 %,d ms   (beacon to readable recommendation, last 10 s)",
        freshness.p50(), freshness.p99());
  }

  private static String rates(List<ArmRate> arms, String between) {
    return arms.stream()
        .map(arm -> format("%s %.1f %%", arm.arm(), 100 * arm.rate()))
        .collect(Collectors.joining(between));
  }

  private static List<String> top(Leaderboard board) {
    List<String> lines = new ArrayList<>();
    if (board == null) {
      lines.add("  popular now");
      lines.add("    nothing: a window closes every few seconds of event time");
      return lines;
    }
    lines.add("  popular in the last " + board.window());
    board.items().stream().limit(TOP).map(StatusText::place).forEach(lines::add);
    return lines;
  }

  private static String place(RankedContent item) {
    return format(
        "    %d. %-4s%-24s score %,.0f",
        item.rank(), Move.of(item), item.contentId(), item.score());
  }

  private static List<String> newest(Recommendations list) {
    if (list == null) {
      return List.of("  newest recommendations", "    none yet: a beacon makes some");
    }
    String items =
        list.items().stream().map(RecommendedItem::contentId).collect(Collectors.joining(" "));
    return List.of(
        "  newest recommendations, for " + list.key(),
        "    " + (items.isEmpty() ? "nothing is popular or new where the user is" : items));
  }

  private static String ids(Leaderboard board) {
    return board.items().stream()
        .limit(3)
        .map(RankedContent::contentId)
        .collect(Collectors.joining(" "));
  }

  private static String row(String name, String value) {
    return format("  %-14s%s", name, value);
  }

  private static String millis(long count, long value) {
    return count == 0 ? "–" : format("%,d ms", value);
  }

  private static String clock(long seconds) {
    Duration duration = Duration.ofSeconds(seconds);
    return format(
        "%02d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
