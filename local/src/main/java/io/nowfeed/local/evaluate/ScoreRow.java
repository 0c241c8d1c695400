package io.nowfeed.local.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A row of the table: the scores of one ranker, each HR@10 and MRR@10; null where there is none.
 *
 * @param ranker its name
 * @param scores as the columns have them
 * @param events how many were scored in each of the three ways
 */
public record ScoreRow(String ranker, List<Double> scores, List<Long> events) {
  /** The names of the columns, for programs. */
  public static final List<String> COLUMNS =
      List.of(
          "ranker",
          "frozen_hr10",
          "frozen_mrr10",
          "row_by_row_hr10",
          "row_by_row_mrr10",
          "shuffled_hr10",
          "shuffled_mrr10",
          "frozen_events",
          "row_by_row_events",
          "shuffled_events");

  /** The names of the columns, for people. */
  public static final List<String> HEADINGS =
      List.of(
          "", "frozen HR@10", "MRR@10", "row by row HR@10", "MRR@10", "shuffled HR@10", "MRR@10");

  static ScoreRow of(String ranker, Score frozen, Score rowByRow, Score shuffled) {
    return new ScoreRow(
        ranker,
        List.of(
            frozen.hitRate(),
            frozen.reciprocalRank(),
            rowByRow.hitRate(),
            rowByRow.reciprocalRank(),
            shuffled.hitRate(),
            shuffled.reciprocalRank()),
        List.of(frozen.events(), rowByRow.events(), shuffled.events()));
  }

  /** A part of the list's hit rate: nothing says it of a session's first list. */
  static ScoreRow ofRung(String rung, double rowByRow, double shuffled) {
    return new ScoreRow(
        rung,
        Arrays.asList(null, null, rowByRow, null, shuffled, null),
        Arrays.asList(null, null, null));
  }

  /** The values of the columns, for programs. */
  public List<Object> values() {
    List<Object> values = new ArrayList<>();
    values.add(ranker.strip());
    values.addAll(scores);
    values.addAll(events);
    return values;
  }

  /** The values of the columns, for people. */
  public List<Object> texts() {
    List<Object> texts = new ArrayList<>();
    texts.add(ranker);
    scores.forEach(score -> texts.add(score == null ? "" : shortened(score)));
    return texts;
  }

  private static String shortened(double score) {
    return String.format(Locale.ROOT, "%.4f", score);
  }
}
