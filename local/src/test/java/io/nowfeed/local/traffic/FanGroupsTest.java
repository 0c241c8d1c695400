package io.nowfeed.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FanGroupsTest {
  private final FanGroups groups = new FanGroups(42);

  @Test
  void anItemAndAUserAlwaysHaveTheSameOnes() {
    FanGroups again = new FanGroups(42);

    assertThat(again.of("c-17")).isEqualTo(groups.of("c-17"));
    assertThat(again.likedBy("u-17")).isEqualTo(groups.likedBy("u-17"));
  }

  @Test
  void anotherSeedMakesOtherOnes() {
    FanGroups others = new FanGroups(43);
    long same = 0;
    for (int number = 0; number < 1_000; number++) {
      same += others.of("c-" + number) == groups.of("c-" + number) ? 1 : 0;
    }

    assertThat(same).isBetween(80L, 170L);
  }

  @Test
  void itemsAreSpreadEvenly() {
    int[] items = new int[FanGroups.COUNT];
    for (int number = 0; number < 8_000; number++) {
      items[groups.of("c-" + number)]++;
    }

    assertThat(IntStream.of(items)).allMatch(count -> count > 800 && count < 1_200);
  }

  @Test
  void everyUserIsAFanInOneOrTwoGroupsAndAllHaveFans() {
    Set<Integer> withFans = new HashSet<>();
    long twofold = 0;
    for (int number = 0; number < 3_000; number++) {
      Set<Integer> liked = groups.likedBy("u-" + number);
      assertThat(liked).hasSizeBetween(1, 2).allMatch(group -> group < FanGroups.COUNT);
      withFans.addAll(liked);
      twofold += liked.size() - 1;
    }

    assertThat(withFans).hasSize(FanGroups.COUNT);
    assertThat(twofold).isBetween(900L, 1_100L);
  }
}
