package io.nowfeed.local.cli;

import io.nowfeed.events.Topics;
import io.nowfeed.local.observe.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run did, in lines. */
final class Summary {
  private Summary() {}

  static List<String> of(Stage stage, FinalAudit audit) throws InterruptedException {
    Observation seen = stage.observer().observe();
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("summary");
    stage.session().summary(seen).forEach(line -> lines.add("  " + line));
    lines.add(row("recommendations", "%d read in this run", seen.of(Topics.RECOMMENDATIONS)));
    lines.add(row("late", "%d", seen.of(Topics.LATE_EVENTS)));
    lines.add(row("job restarts", "%d", stage.platform().restarts()));
    audit.describe().forEach(hop -> lines.add("  " + hop));
    return lines;
  }

  private static String row(String name, String format, long value) {
    return String.format(Locale.ROOT, "  %-20s " + format, name, value);
  }
}
