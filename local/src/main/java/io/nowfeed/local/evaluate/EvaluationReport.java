package io.nowfeed.local.evaluate;

import io.nowfeed.events.Rung;
import io.nowfeed.local.evaluate.JobOutput.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The scores of popularity and of the lists, side by side.
 *
 * @param facts about the data set
 * @param inOrder the rows as they are
 * @param shuffled the rows of each session shuffled
 */
public record EvaluationReport(Facts facts, Pass inOrder, Pass shuffled) {
  /**
   * About a data set.
   *
   * @param file its name
   * @param rows of the file
   * @param moved how many of them stood behind one of a later time
   * @param events that went through the job
   * @param users of these events
   * @param items of these events
   * @param sessions of these events
   * @param seed of the shuffle
   */
  record Facts(
      String file,
      long rows,
      long moved,
      int events,
      int users,
      int items,
      int sessions,
      long seed) {}

  /**
   * One pass through the data set.
   *
   * @param baselines the scores of popularity
   * @param ladder the scores of the lists
   * @param passage how the events fared in the job
   * @param seconds that the job took
   */
  record Pass(
      PopularityBaselines.Scores baselines, LadderScores ladder, Passage passage, double seconds) {
    long scored() {
      return baselines.scored().cardinality();
    }
  }

  /** What the table is about, for people. */
  public List<String> headlines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        say(
            "%s: %,d rows, %,d events of %,d users with %,d items in %,d sessions; others left out",
            facts.file, facts.rows, facts.events, facts.users, facts.items, facts.sessions));
    lines.add(
        say(
            "scored: %,d events, a user's first with an item after one with another; frozen: %,d of"
                + " them, of users known before the session",
            inOrder.scored(), inOrder.baselines.scoredFrozen().cardinality()));
    lines.add(
        say(
            "job: defaults, event by event in the order of event time, parallelism 1; %.0f s (%,.0f"
                + " events/s), shuffled (seed %d) %.0f s",
            inOrder.seconds, facts.events / inOrder.seconds, facts.seed, shuffled.seconds));
    if (facts.moved > 0) {
      lines.add(say("%,d rows stood behind one of a later time: put into its order", facts.moved));
    }
    return lines;
  }

  /** What is not as it should be, and what it means for the scores. */
  public List<String> warnings() {
    List<String> lines = new ArrayList<>();
    warn("row by row", inOrder, lines);
    warn("shuffled", shuffled, lines);
    return lines;
  }

  private void warn(String name, Pass pass, List<String> lines) {
    Passage passage = pass.passage;
    note(
        lines,
        name,
        pass.ladder.missing(),
        "of %,d scored events the job did not measure: counted as misses of its lists",
        pass.scored());
    note(
        lines,
        name,
        pass.ladder.unexpected(),
        "events the job measured that are not to be scored: left out");
    note(
        lines,
        name,
        facts.events - passage.passed() - passage.duplicates(),
        "events did not come out of the enrichment");
    note(lines, name, passage.withoutItem(), "events came before their item");
    note(lines, name, passage.withoutUser(), "events came before their user");
    note(lines, name, passage.duplicates(), "events have an id that was there before: not taken");
    note(lines, name, passage.late(), "events came too late for popularity in the job");
    note(lines, name, passage.refused(), "events were refused");
  }

  private static void note(
      List<String> lines, String name, long count, String what, Object... values) {
    if (count != 0) {
      lines.add(name + ": " + say("%,d ", count) + say(what, values));
    }
  }

  /** The scores as rows of a table. */
  public List<ScoreRow> rows() {
    List<ScoreRow> rows = new ArrayList<>();
    for (int window = 0; window < PopularityBaselines.WINDOWS.size(); window++) {
      rows.add(
          ScoreRow.of(
              "popularity " + PopularityBaselines.WINDOWS.get(window).name(),
              inOrder.baselines.frozen().get(window),
              inOrder.baselines.rowByRow().get(window),
              shuffled.baselines.rowByRow().get(window)));
    }
    rows.add(
        ScoreRow.of(
            "full ladder",
            inOrder.ladder.frozen(),
            inOrder.ladder.rowByRow(),
            shuffled.ladder.rowByRow()));
    for (Rung rung : Rung.values()) {
      rows.add(
          ScoreRow.ofRung(
              "  by " + rung.name().toLowerCase(Locale.ROOT).replace('_', '-'),
              share(rung, inOrder),
              share(rung, shuffled)));
    }
    return rows;
  }

  /**
   * The part of the hit rate that a rung brought: those of all rungs add up to that of the list.
   */
  private static double share(Rung rung, Pass pass) {
    return (double) pass.ladder.hits(rung) / pass.ladder.rowByRow().events();
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
