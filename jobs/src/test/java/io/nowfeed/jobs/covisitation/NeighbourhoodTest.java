package io.nowfeed.jobs.covisitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Neighbours of which each counts half after a day. */
class NeighbourhoodTest {
  private static final long NOON = Fixtures.NOON;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int MANY = 100;

  private final Neighbourhood neighbourhood = new Neighbourhood();

  @Test
  void heaviestNeighbourComesFirst() {
    learn(1, 1, NOON);
    learn(2, 3, NOON);
    learn(1, 1, NOON);

    assertAnswer(NOON, MANY, new long[] {2, 1}, 3, 2);
    assertThat(answer(NOON, MANY).counts()).containsExactly(1, 2);
  }

  @Test
  void answerNamesWhoAskedAndHowMuchItCounts() {
    UserHash ann = UserHash.of("ann");

    assertThat(neighbourhood.answer(Visit.ask(7, ann, 42, .1f, NOON), (double) DAY, MANY))
        .usingRecursiveComparison()
        .isEqualTo(Neighbours.none(Visit.ask(7, ann, 42, .1f, NOON)));
  }

  @Test
  void weightIsHalfAfterAHalfLife() {
    learn(1, 4, NOON);
    assertAnswer(NOON + DAY, MANY, new long[] {1}, 2);

    learn(2, 3, NOON + DAY);
    assertAnswer(NOON + 2 * DAY, MANY, new long[] {2, 1}, 1.5f, 1);
  }

  /** Of each moment alone a float knows no decay. */
  @Test
  void weightIsLessAfterManyMoments() {
    learn(1, 4, NOON);
    for (long ts = NOON; ts < NOON + DAY / 10; ts += 3) {
      learn(2, 1e-9f, ts);
    }

    assertThat((double) answer(NOON + DAY / 10, MANY).scores()[0])
        .isCloseTo(4 * Math.pow(2, -.1), within(.01));
  }

  @Test
  void lateQuestionIsAnsweredAsOfWhatIsKnown() {
    learn(1, 4, NOON);

    assertAnswer(NOON - DAY, MANY, new long[] {1}, 4);
  }

  @Test
  void whatIsLearntLateCountsAsIfItHadComeInTime() {
    learn(1, 1, NOON + DAY);
    learn(2, 4, NOON);

    assertAnswer(NOON + DAY, MANY, new long[] {2, 1}, 2, 1);
  }

  @Test
  void newNeighbourStartsAtItsOwnWeightInPlaceOfTheLightest() {
    neighbourhood.learn(1, 5, NOON, (double) DAY, 2);
    neighbourhood.learn(2, 4, NOON, (double) DAY, 2);
    neighbourhood.learn(3, 1, NOON, (double) DAY, 2);
    assertAnswer(NOON, MANY, new long[] {1, 3}, 5, 1);

    neighbourhood.learn(2, 6, NOON, (double) DAY, 2);
    assertAnswer(NOON, MANY, new long[] {2, 1}, 6, 5);
    assertThat(answer(NOON, MANY).counts()).as("forgotten with it").containsExactly(1, 1);
  }

  @Test
  void answerHasTheBestOnly() {
    learn(1, 1, NOON);
    learn(2, 2, NOON);
    learn(3, 3, NOON);

    assertAnswer(NOON, 2, new long[] {3, 2}, 3, 2);
  }

  @Test
  void whatWasLearntLongAgoIsNothingButStillThere() {
    learn(1, 1, NOON);
    learn(2, 1, NOON + 10_000 * DAY);

    assertAnswer(NOON + 10_000 * DAY, MANY, new long[] {2, 1}, 1, 0);
  }

  /** With weights apart so far that rounding never decides which is the lightest. */
  @ParameterizedTest(name = "seed {0}: {1} neighbours of {2} items")
  @CsvSource({"1, 5, 20", "2, 1, 4", "3, 100, 30", "4, 10, 300", "5, 7, 8", "6, 3, 12"})
  void itKnowsWhatANaiveOneKnows(long seed, int limit, int items) {
    Random random = new Random(seed);
    NaiveNeighbourhood model = new NaiveNeighbourhood(limit);
    long now = NOON;
    for (int step = 0; step < 3_000; step++) {
      now += random.nextInt((int) (DAY / 10));
      long ts = random.nextInt(5) == 0 ? now - random.nextInt((int) (3 * DAY)) : now;
      long item = 1L + random.nextInt(items);
      float weight = (float) Math.exp(2 * random.nextGaussian());
      neighbourhood.learn(item, weight, ts, (double) DAY, limit);
      model.learn(item, weight, ts);

      Neighbours answer = answer(now, MANY);
      assertThat(answer.items()).as("step %d", step).containsExactly(model.items());
      assertThat(answer.counts()).containsExactly(model.counts());
      for (int i = 0; i < answer.items().length; i++) {
        double expected = model.weight(i, now);
        assertThat((double) answer.scores()[i])
            .isCloseTo(expected, within(Math.max(1e-30, expected * 1e-3)));
      }
    }
  }

  private void learn(long item, float weight, long ts) {
    neighbourhood.learn(item, weight, ts, (double) DAY, MANY);
  }

  private Neighbours answer(long ts, int limit) {
    Visit visit = Visit.ask(9, UserHash.of("ann"), 1, 1, ts);
    return neighbourhood.answer(visit, (double) DAY, limit);
  }

  private void assertAnswer(long ts, int limit, long[] items, float... scores) {
    Neighbours answer = answer(ts, limit);
    assertThat(answer.items()).containsExactly(items);
    assertThat(answer.scores()).containsExactly(scores, within(1e-6f));
  }

  /** Remembers everything there was of a neighbour, and adds it up anew each time. */
  private static final class NaiveNeighbourhood {
    private final int limit;
    private final List<Known> known = new ArrayList<>();
    private long latest;

    private NaiveNeighbourhood(int limit) {
      this.limit = limit;
    }

    void learn(long item, float weight, long ts) {
      latest = Math.max(latest, ts);
      Known found = known.stream().filter(each -> each.item == item).findFirst().orElse(null);
      if (found == null) {
        if (known.size() == limit) {
          known.remove(limit - 1);
        }
        found = new Known(item, new ArrayList<>());
        known.add(found);
      }
      found.learnt.add(new Learnt(weight, ts));
      known.sort(Comparator.comparingDouble((Known each) -> each.weight(latest)).reversed());
    }

    long[] items() {
      return known.stream().mapToLong(Known::item).toArray();
    }

    int[] counts() {
      return known.stream().mapToInt(each -> each.learnt.size()).toArray();
    }

    double weight(int place, long now) {
      return known.get(place).weight(Math.max(now, latest));
    }
  }

  private record Learnt(float weight, long ts) {}

  private record Known(long item, List<Learnt> learnt) {
    double weight(long now) {
      return learnt.stream()
          .mapToDouble(each -> each.weight * Math.pow(.5, (now - each.ts) / (double) DAY))
          .sum();
    }
  }
}
