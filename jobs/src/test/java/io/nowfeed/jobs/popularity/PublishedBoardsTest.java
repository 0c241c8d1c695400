package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows that end at 5, 10, 20 have boards of their own; those between show the one before. */
class PublishedBoardsTest {
  private final Map<Long, Leaderboard> state = new HashMap<>();
  private final PublishedBoards boards = new PublishedBoards(new HeapState(state));

  @BeforeEach
  void publish() {
    state.put(5L, board(5, "c-1"));
    state.put(10L, board(10, "c-2"));
    state.put(20L, board(20, "c-3"));
  }

  @Test
  void windowWithoutBoardShowsThatOfTheWindowBefore() throws Exception {
    PublishedBoards.Shown shown = boards.shown(progress(List.of(0L)));

    assertThat(shown.differs(board(5, "c-1"))).isFalse();
    assertThat(shown.differs(board(15, "c-2"))).isFalse();
    assertThat(shown.differs(board(15, "c-1"))).isTrue();
    assertThat(shown.differs(board(25, "c-3"))).isFalse();
    assertThat(shown.differs(board(0))).as("nothing yet").isFalse();
  }

  @Test
  void newestAloneIsReadWhenNothingIsToBeCorrected() throws Exception {
    state.remove(5L);
    state.remove(10L);

    assertThat(boards.shown(progress(List.of())).differs(board(25, "c-3"))).isFalse();
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
    shown.put(board(15, "c-4"));

    assertThat(shown.differs(board(15, "c-4"))).isFalse();
    assertThat(shown.pruned(0)).containsExactly(5L, 10L, 15L, 20L);
    assertThat(state.get(15L)).isEqualTo(board(15, "c-4"));
  }

  private static BoardProgress progress(List<Long> latePanes) {
    return new BoardProgress(20, List.of(5L, 10L, 20L), latePanes);
  }

  private static Leaderboard board(long end, String... contentIds) {
    return new Leaderboard(
        "global", "10s", end - 10, end, Fixtures.leaderboard("global", contentIds).items(), end);
  }

  private record HeapState(Map<Long, Leaderboard> map) implements MapState<Long, Leaderboard> {
    @Override
    public Leaderboard get(Long key) {
      return map.get(key);
    }

    @Override
    public void put(Long key, Leaderboard value) {
      map.put(key, value);
    }

    @Override
    public void putAll(Map<Long, Leaderboard> values) {
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
    public Iterable<Map.Entry<Long, Leaderboard>> entries() {
      return map.entrySet();
    }

    @Override
    public Iterable<Long> keys() {
      return map.keySet();
    }

    @Override
    public Iterable<Leaderboard> values() {
      return map.values();
    }

    @Override
    public Iterator<Map.Entry<Long, Leaderboard>> iterator() {
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
