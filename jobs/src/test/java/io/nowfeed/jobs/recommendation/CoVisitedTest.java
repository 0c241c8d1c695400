package io.nowfeed.jobs.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.recommendation.CoVisited.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoVisitedTest {
  @Test
  void nobodyWhoAnswersSpeaksForNothing() {
    assertThat(CoVisited.of(List.of())).isEmpty();
    assertThat(CoVisited.of(List.of(answer(1, 1, new long[0])))).isEmpty();
  }

  @Test
  void scoreIsTheSumOfWhatEachSaysByHowMuchItCounts() {
    List<Candidate> candidates =
        CoVisited.of(
            List.of(answer(1, 1, new long[] {7, 8}, 4, 1), answer(2, .5f, new long[] {8}, 8)));

    assertThat(candidates)
        .extracting(each -> each.item, Candidate::score)
        .containsExactly(tuple(8L, 5.0), tuple(7L, 4.0));
  }

  @Test
  void sourceIsTheItemThatSpokeForItMost() {
    List<Candidate> candidates =
        CoVisited.of(List.of(answer(1, .1f, new long[] {7}, 9), answer(2, 1, new long[] {7}, 2)));

    assertThat(candidates)
        .extracting(Candidate::source, Candidate::count)
        .as("though the other is connected with it more")
        .containsExactly(tuple(2L, 20));
  }

  @Test
  void orderOfTheAnswersSaysNothing() {
    List<Neighbours> answers = new ArrayList<>();
    for (int i = 1; i < 9; i++) {
      answers.add(answer(i, 1, new long[] {30, 20, 10}, 1, 1, 1));
    }
    List<Candidate> candidates = CoVisited.of(answers);
    Collections.reverse(answers);

    assertThat(candidates)
        .extracting(each -> each.item, Candidate::source)
        .containsExactly(tuple(10L, 1L), tuple(20L, 1L), tuple(30L, 1L));
    assertThat(CoVisited.of(answers)).usingRecursiveComparison().isEqualTo(candidates);
  }

  /** Of a neighbour of score 2, twenty users engaged with both. */
  private static Neighbours answer(long item, float weight, long[] items, float... scores) {
    int[] counts = new int[scores.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (int) (10 * scores[i]);
    }
    return new Neighbours(UserHash.of("ann"), 1, item, weight, items, scores, counts);
  }
}
