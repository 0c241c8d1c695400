package io.nowfeed.jobs.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenTest {
  /** Hashes as they are kept: the lowest bit is not of the hash. */
  private static final int STEP = 2;

  @Test
  void nothingIsSeenByANewUser() {
    assertThat(Seen.NOTHING.holds(7)).isFalse();
    assertThat(Seen.NOTHING.version()).isZero();
    assertThat(new Seen(1, null).items()).isEmpty();
  }

  @Test
  void whatIsOnTheScreenIsSeenButNotEngagedWith() {
    Seen seen = Seen.NOTHING.with(7, false, 9);

    assertThat(seen.holds(7)).isTrue();
    assertThat(seen.engaged(7)).isFalse();
    assertThat(seen.with(7, true, 9).engaged(7)).isTrue();
    assertThat(seen.with(7, true, 9).with(7, false, 9).engaged(7)).as("for ever").isTrue();
  }

  @Test
  void versionIsKept() {
    Seen seen = Seen.NOTHING.withVersion(Fixtures.NOON).with(7, true, 9);

    assertThat(seen.version()).isEqualTo(Fixtures.NOON);
    assertThat(seen.withVersion(1).items()).isEqualTo(seen.items());
  }

  @Test
  void lastItemsAreKeptEachOnceWhateverTheLimitWas() {
    Random random = new Random(3);
    Seen seen = Seen.NOTHING;
    Map<Long, Boolean> model = new LinkedHashMap<>();
    for (int step = 0; step < 3_000; step++) {
      long item = (long) STEP * (random.nextInt(12) - 6) + random.nextInt(STEP);
      boolean engages = random.nextInt(4) == 0;
      int limit = 1 + random.nextInt(10);
      seen = seen.with(item, engages, limit);
      long key = Math.floorDiv(item, STEP);
      Boolean before = model.remove(key);
      model.put(key, engages || Boolean.TRUE.equals(before));
      while (model.size() > limit) {
        model.remove(model.keySet().iterator().next());
      }
      assertSame(seen, model, step);
    }
  }

  private static void assertSame(Seen seen, Map<Long, Boolean> model, int step) {
    assertThat(seen.items()).as("step %d", step).hasSize(model.size());
    for (long key = -6; key < 6; key++) {
      assertThat(seen.holds(key * STEP)).isEqualTo(model.containsKey(key));
      assertThat(seen.engaged(key * STEP + 1)).isEqualTo(model.getOrDefault(key, false));
    }
  }
}
