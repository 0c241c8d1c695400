package io.nowfeed.local.batch;

import static io.nowfeed.events.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.LateEvent;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.TopList;
import io.nowfeed.events.Topics;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.config.JobConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The batch itself, on so little that the boards can be worked out by hand. */
class BatchComparisonTest {
  private static final JsonCodec<EnrichedInteraction> ENRICHED =
      JsonCodec.of(EnrichedInteraction.class);
  private static final JsonCodec<LateEvent> LATE = JsonCodec.of(LateEvent.class);
  private static final JsonCodec<Leaderboard> BOARDS = JsonCodec.of(Leaderboard.class);

  /** A user whose country has everything that is encoded in it. */
  private static final UserAttributes ANN =
      new UserAttributes("a,b|c%", null, "en", 2008, null, null, List.of());

  private static final String ANNS = "country=a%2Cb%7Cc%25,age-band=18-24";

  private static final String AT_3 = "global|2s at 2026-03-01T12:00:03Z, ";

  @TempDir private Path folder;
  private final List<EnrichedInteraction> interactions = new ArrayList<>();
  private final List<Leaderboard> boards = new ArrayList<>();

  /** Two windows of 2 s, sliding by 1 s: a, then a and b, then b alone, then nothing. */
  private void story() {
    did("a", Action.WATCH, 0, 90_000L);
    did("a", Action.WATCH, 1, -5L);
    did("a", Action.CLICK, 999, null);
    did("b", Action.LIKE, 1_000, 5L);
    did("c", Action.IMPRESSION, 1_500, null);
    RankedContent a = item(1, null, "a", 5.5, 1, 2 / 21.0, counts(0, 1, 2, 90_000, 0));
    RankedContent b = item(2, null, "b", 3, 1, 1 / 20.0, counts(0, 0, 0, 0, 1));
    for (String segment : List.of("global", ANNS)) {
      boards.add(board(segment, 1_000, List.of(a), List.of()));
      boards.add(board(segment, 2_000, List.of(ranked(a, 1, 1), b), List.of(ranked(b, 1, null))));
      boards.add(board(segment, 3_000, List.of(ranked(b, 1, 2)), List.of(ranked(b, 1, 1))));
      boards.add(board(segment, 4_000, List.of(), List.of()));
    }
  }

  @Test
  void whatIsPublishedRightIsFoundRight() throws Exception {
    story();

    Findings findings = compare(Duration.ofDays(1));

    assertThat(findings.differences()).isEmpty();
    assertThat(findings.differing()).isZero();
    assertThat(findings.left()).isEmpty();
    assertThat(findings.counted()).isEqualTo(5);
    assertThat(findings.late()).isEqualTo(1);
    Findings.Window window = findings.windows().get("2s");
    assertThat(window.boards()).isEqualTo(6);
    assertThat(window.places()).isEqualTo(12);
    assertThat(window.tombstones()).isEqualTo(2);
    assertThat(window.corrected()).isZero();
    assertThat(window.moves()).isEqualTo(2);
  }

  @Test
  void isTheSameInPieces() throws Exception {
    story();
    assertThat(compare(Duration.ofSeconds(1)).differences()).isEmpty();
  }

  @Test
  void whatIsLeftOutIsFound() throws Exception {
    story();
    boards.remove(2); // b alone

    assertThat(compare(Duration.ofDays(1)).differences())
        .hasSize(3)
        .anyMatch(
            line ->
                line.startsWith(
                    AT_3 + "expected only: list=score rank=1 previous_rank=null content_id=b"))
        .anyMatch(
            line ->
                line.startsWith(
                    AT_3 + "published only: list=score rank=1 previous_rank=null content_id=a"))
        .anyMatch(
            line ->
                line.startsWith(
                    AT_3 + "published only: list=score rank=2 previous_rank=null content_id=b"));
  }

  @Test
  void whatIsNotClearedIsFound() throws Exception {
    story();
    boards.remove(3);

    Findings findings = compare(Duration.ofDays(1));

    assertThat(findings.differing()).isPositive();
    assertThat(findings.left()).containsExactly("global|2s");
  }

  @Test
  void whatIsClearedTooLateIsFound() throws Exception {
    story();
    boards.set(3, board("global", 5_000, List.of(), List.of()));
    assertThat(compare(Duration.ofDays(1)).differences())
        .allMatch(line -> line.startsWith("global|2s at 2026-03-01T12:00:04Z, published only"))
        .hasSize(2);
  }

  @Test
  void aBoardOfASegmentThatIsNoneIsFound() throws Exception {
    story();
    boards.add(
        board(
            "country=x",
            2_000,
            List.of(item(1, null, "a", 1, 1, .1, counts(0, 1, 0, 0, 0))),
            List.of()));
    assertThat(compare(Duration.ofDays(1)).differences()).isNotEmpty();
  }

  @Test
  void theLastOfAWindowsBoardsCounts() throws Exception {
    story();
    Leaderboard right = boards.get(1);
    boards.set(1, board("global", 2_000, List.of(), List.of()));
    boards.add(2, right);

    Findings findings = compare(Duration.ofDays(1));

    assertThat(findings.differing()).isZero();
    assertThat(findings.windows().get("2s").corrected()).isEqualTo(1);
  }

  @Test
  void aTrendLooksAtTheWindowBefore() throws Exception {
    did("a", Action.CLICK, 0, null);
    did("a", Action.CLICK, 2_000, null);
    did("a", Action.CLICK, 2_001, null);
    RankedContent one = item(1, null, "a", 1, 1, 2 / 21.0, counts(0, 1, 0, 0, 0));
    RankedContent two = item(1, 1, "a", 2, (2 - 1) / 3.0, 3 / 22.0, counts(0, 2, 0, 0, 0));
    for (String segment : List.of("global", ANNS)) {
      boards.add(board(segment, 1_000, List.of(one), List.of()));
      // At 2 s it is the same; of the first click, which is then over, only the trend tells.
      boards.add(board(segment, 3_000, List.of(two), List.of()));
      boards.add(board(segment, 5_000, List.of(), List.of()));
    }
    assertThat(compare(Duration.ofDays(1)).differences()).isEmpty();
  }

  private Findings compare(Duration span) throws Exception {
    try (TopicFiles files = new TopicFiles(folder)) {
      for (EnrichedInteraction interaction : interactions) {
        files.enriched(ENRICHED.encode(interaction));
      }
      did("late", Action.CLICK, 1_000, null);
      EnrichedInteraction late = interactions.get(interactions.size() - 1);
      files.enriched(ENRICHED.encode(late));
      files.late(LATE.encode(new LateEvent(late, 7)));
      long offset = 0;
      for (Leaderboard board : boards) {
        byte[] value = board.isEmpty() ? null : BOARDS.encode(board);
        files.popularity(offset++, board.key(), board.windowEnd(), value);
      }
    }
    return BatchComparison.compare(config(), folder, NOON + 20_000, span);
  }

  private static JobConfig config() throws Exception {
    return JobConfig.of(
        Map.of(
            "popularity.windows", "2s/1s",
            "popularity.segments", "global;country,age-band",
            "popularity.top-by", "likes",
            "popularity.weights", "click:1,like:3,watch:1.5,watch_minute:1"),
        List.of());
  }

  private void did(String contentId, Action action, long at, Long dwellMs) {
    interactions.add(
        new EnrichedInteraction(
            "e-" + interactions.size(),
            "ann",
            null,
            null,
            contentId,
            action,
            NOON + at,
            dwellMs,
            ANN,
            new ContentFacts("sport", null, List.of()),
            MatchReason.MATCHED,
            1L,
            1L,
            new Origin(Topics.INTERACTIONS, 0, interactions.size()),
            1,
            1));
  }

  private static ActionCounts counts(
      long impressions, long clicks, long watches, long watchTimeMs, long likes) {
    return new ActionCounts(impressions, clicks, watches, watchTimeMs, 0, likes, 0, 0, 0);
  }

  private static RankedContent item(
      int rank,
      Integer previousRank,
      String contentId,
      double score,
      double trend,
      double ctr,
      ActionCounts counts) {
    return new RankedContent(rank, previousRank, contentId, score, trend, ctr, counts);
  }

  private static RankedContent ranked(RankedContent item, int rank, Integer previousRank) {
    return item(
        rank,
        previousRank,
        item.contentId(),
        item.score(),
        item.trend(),
        item.ctr(),
        item.counts());
  }

  private static Leaderboard board(
      String segment, long end, List<RankedContent> items, List<RankedContent> likes) {
    List<TopList> top =
        Stream.concat(items.stream(), likes.stream()).findAny().isEmpty()
            ? List.of()
            : List.of(new TopList("likes", likes));
    return new Leaderboard(segment, "2s", NOON + end - 2_000, NOON + end, items, top, NOON + end);
  }
}
