package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ActionCounts;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.RankedContent;
import io.nowfeed.events.TopList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows that end at 5, 10, 20 have boards of their own; those between show the one before. */
class PublishedBoardsTest {
  private final Map<Long, ShownBoard> state = new HashMap<>();
  private final PublishedBoards boards = new PublishedBoards(new HeapState(state));

  @BeforeEach
  void publish() {
    state.put(5L, shownBoard(5, "c-1"));
    state.put(10L, shownBoard(10, "c-2"));
    state.put(20L, shownBoard(20, "c-3"));
  }

  @Test
  void windowWithoutBoardShowsThatOfTheWindowBefore() throws Exception {
    PublishedBoards.Shown shown = boards.shown(progress(List.of(0L)));

    assertThat(shown.differs(5, shownBoard(5, "c-1"))).isFalse();
    assertThat(shown.differs(15, shownBoard(15, "c-2"))).isFalse();
    assertThat(shown.differs(15, shownBoard(15, "c-1"))).isTrue();
    assertThat(shown.differs(25, shownBoard(25, "c-3"))).isFalse();
    assertThat(shown.differs(0, shownBoard(0))).as("nothing yet").isFalse();
  }

  @Test
  void newestAloneIsReadWhenNothingIsToBeCorrected() throws Exception {
    state.remove(5L);
    state.remove(10L);

    assertThat(boards.shown(progress(List.of())).differs(25, shownBoard(25, "c-3"))).isFalse();
  }

  @Test
  void boardThatAWindowStillShowsIsKeptAndOlderOnesAreNot() throws Exception {
    PublishedBoards.Shown shown = boards.shown(progress(List.of()));

    assertThat(shown.pruned(4)).containsExactly(5L, 10L, 20L);
    assertThat(shown.pruned(15)).containsExactly(10L, 20L);
    assertThat(state).containsOnlyKeys(10L, 20L);

    assertThat(shown.pruned(100)).containsExactly(20L);
    assertThat(state).containsOnlyKeys(20L);
  }

  @Test
  void publishedBoardIsShownAndKept() throws Exception {
    PublishedBoards.Shown shown = boards.shown(progress(List.of(10L)));
    shown.put(15, shownBoard(15, "c-4"));

    assertThat(shown.differs(15, shownBoard(15, "c-4"))).isFalse();
    assertThat(shown.pruned(0)).containsExactly(5L, 10L, 15L, 20L);
    assertThat(state.get(15L)).isEqualTo(shownBoard(15, "c-4"));
  }

  @Test
  void itemsKnowTheirRanksOfTheBoardBefore() throws Exception {
    state.put(20L, shownBoard(20, "c-1", "c-2"));
    Leaderboard board =
        boards.shown(progress(List.of())).withPreviousRanks(board(25, "c-2", "c-3", "c-1"), 20);

    assertThat(board.items()).extracting(RankedContent::previousRank).containsExactly(2, null, 1);
    assertThat(board.top().get(0).items())
        .extracting(RankedContent::previousRank)
        .as("c-1 alone was on that list")
        .containsOnlyNulls();
  }

  @Test
  void afterAnEmptyBoardNothingHasARankBefore() throws Exception {
    state.put(20L, shownBoard(20));
    PublishedBoards.Shown shown = boards.shown(progress(List.of()));

    assertThat(shown.withPreviousRanks(board(25, "c-1"), 20)).isEqualTo(board(25, "c-1"));
  }

  @Test
  void ranksBeforeDifferOnceTheBoardBeforeIsCorrected() throws Exception {
    PublishedBoards.Shown shown = boards.shown(progress(List.of(5L)));
    assertThat(shown.ranksBeforeDiffer(10, 5)).isFalse();
    shown.put(5, shownBoard(5, "c-9"));

    assertThat(shown.ranksBeforeDiffer(10, 5)).isTrue();
    assertThat(shown.ranksBeforeDiffer(20, 15)).as("it still shows 10").isFalse();
    assertThat(shown.ranksBeforeDiffer(8, 5)).as("has no board of its own").isFalse();
  }

  @Test
  void scoresAndCountsArePartOfWhatIsShownAndRanksBeforeAreNot() {
    RankedContent item = Fixtures.leaderboard("global", "c-1").items().get(0);
    RankedContent climbed =
        new RankedContent(1, 7, "c-1", item.score(), item.trend(), item.ctr(), item.counts());
    RankedContent better =
        new RankedContent(1, null, "c-1", 101, item.trend(), item.ctr(), item.counts());
    RankedContent steady =
        new RankedContent(1, null, "c-1", item.score(), 0, item.ctr(), item.counts());
    ActionCounts more = new ActionCounts(9, 3, 0, 0, 0, 2, 0, 0, 0);
    RankedContent liked =
        new RankedContent(1, null, "c-1", item.score(), item.trend(), item.ctr(), more);

    assertThat(of(climbed).sameAs(of(item))).isTrue();
    assertThat(of(better).sameAs(of(item))).isFalse();
    assertThat(of(steady).sameAs(of(item))).isFalse();
    assertThat(of(liked).sameAs(of(item))).isFalse();
  }

  private static ShownBoard of(RankedContent item) {
    return ShownBoard.of(new Leaderboard("global", "10s", 0, 10, List.of(item), List.of(), 10));
  }

  private static BoardProgress progress(List<Long> latePanes) {
    return new BoardProgress(20, List.of(5L, 10L, 20L), latePanes, Long.MIN_VALUE, true);
  }

  private static ShownBoard shownBoard(long end, String... contentIds) {
    return ShownBoard.of(board(end, contentIds));
  }

  private static Leaderboard board(long end, String... contentIds) {
    List<RankedContent> items = Fixtures.leaderboard("global", contentIds).items();
    List<TopList> top = List.of(new TopList("likes", items.subList(0, Math.min(1, items.size()))));
    return new Leaderboard("global", "10s", end - 10, end, items, top, end);
  }

  private record HeapState(Map<Long, ShownBoard> map) implements MapState<Long, ShownBoard> {
    @Override
    public ShownBoard get(Long key) {
      return map.get(key);
    }

    @Override
    public void put(Long key, ShownBoard value) {
      map.put(key, value);
    }

    @Override
    public void putAll(Map<Long, ShownBoard> values) {
      map.putAll(values);
    }

    @Override
    public void remove(Long key) {
      map.remove(key);
    }

    @Override
    public boolean contains(Long key) {
      return map.containsKey(key);
    }

    @Override
    public Iterable<Map.Entry<Long, ShownBoard>> entries() {
      return map.entrySet();
    }

    @Override
    public Iterable<Long> keys() {
      return map.keySet();
    }

    @Override
    public Iterable<ShownBoard> values() {
      return map.values();
    }

    @Override
    public Iterator<Map.Entry<Long, ShownBoard>> iterator() {
      return map.entrySet().iterator();
    }

    @Override
    public boolean isEmpty() {
      return map.isEmpty();
    }

    @Override
    public void clear() {
      map.clear();
    }
  }
}
