package io.nowfeed.local.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets through the real graph. */
class EvaluationITCase {
  private static final Path RETAIL =
      Path.of(System.getProperty("nowfeed.retail", "../../shared/data/online_retail.csv.gz"));
  private static final int RETAIL_ROWS = 20_000;
  private static final String HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
  private static final int PAIRS = 40;

  @TempDir private Path folder;

  /** Whoever buys the first of a pair buys the second a day later; no item is popular. */
  @Test
  void listsKnowWhatFollowsWhat() throws Exception {
    EvaluationReport report = evaluate(Files.write(folder.resolve("pairs.csv"), pairs()));

    assertSound(report);
    ScoreRow popularity = row(report, "popularity all time");
    ScoreRow lists = row(report, "full ladder");
    assertThat(hitRate(popularity)).isLessThan(0.4);
    assertThat(hitRate(lists)).isGreaterThan(0.8);
  }

  private static List<String> pairs() {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    LocalDateTime start = LocalDateTime.of(2010, 12, 1, 8, 0);
    for (int user = 0; user < 30 * PAIRS; user++) {
      LocalDateTime first = start.plusMinutes(10L * user);
      lines.add(line("a" + user, "first" + user % PAIRS, first, user));
      lines.add(line("b" + user, "second" + user % PAIRS, first.plusDays(1), user));
    }
    return lines;
  }

  private static String line(String invoice, String item, LocalDateTime time, int user) {
    return "%s,%s,ITEM,1,%s:00,1.0,%d,France"
        .formatted(invoice, item, time.toString().replace('T', ' '), user);
  }

  @Test
  void purchasesThatWereReallyMade() throws Exception {
    assumeTrue(
        Files.exists(RETAIL),
        () ->
            "there is no "
                + RETAIL.toAbsolutePath().normalize()
                + ": give Online Retail's file as -Dnowfeed.retail=FILE");

    EvaluationReport report = evaluate(firstRows());

    assertSound(report);
    assertThat(report.inOrder().baselines().scored().cardinality()).isEqualTo(11_418);
    // By an implementation of its own: see docs/evaluate.md.
    ScoreRow popularity = row(report, "popularity 7 d");
    assertThat(popularity.scores().get(2)).isCloseTo(0.0485, within(0.0001));
    assertThat(popularity.scores().get(3)).isCloseTo(0.0158, within(0.0001));
    assertThat(hitRate(row(report, "full ladder"))).isGreaterThan(hitRate(popularity));
  }

  private Path firstRows() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(RETAIL)), StandardCharsets.UTF_8))) {
      return Files.write(
          folder.resolve("retail.csv"), lines.lines().limit(RETAIL_ROWS + 1).toList());
    }
  }

  private EvaluationReport evaluate(Path file) throws Exception {
    EvaluationOptions options = new EvaluationOptions(file, null, 1);
    return new Evaluation(options, Clock.systemUTC(), line -> {}).run(folder);
  }

  /** Every event went through, met its user and item, and was measured by both sides. */
  private static void assertSound(EvaluationReport report) {
    assertThat(report.warnings()).isEmpty();
    assertThat(report.inOrder().passage().passed()).isEqualTo(report.facts().events());
    assertThat(report.shuffled().scored()).isPositive();
  }

  private static double hitRate(ScoreRow row) {
    return row.scores().get(2);
  }

  private static ScoreRow row(EvaluationReport report, String ranker) {
    return report.rows().stream()
        .filter(row -> row.ranker().equals(ranker))
        .findFirst()
        .orElseThrow();
  }
}
