package io.nowfeed.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nowfeed.events.Rung;
import io.nowfeed.jobs.config.Experiment;
import io.nowfeed.jobs.config.Experiment.Arm;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the chi-squared table: 3.84 is .05 of one degree of freedom, 5.99 of two. */
class ArmCountsTest {
  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource({
    "5000, 5000, 1",
    "5098, 4902, .0500", // 3.84
    "5129, 4871, .0099", // 6.66
    "5164, 4836, .0010", // 10.76
    "4902, 5098, .0500"
  })
  void halvesOfUsers(int one, int other, double probability) {
    ArmCounts counts = counts(.5, .5);
    join(counts, 0, one);
    join(counts, 1, other);

    assertThat(counts.mismatch()).isCloseTo(probability, within(.00006));
  }

  @Test
  void unevenSharesAreComparedWithWhatIsExpectedOfEach() {
    ArmCounts counts = counts(.9, .1);
    join(counts, 0, 880);
    join(counts, 1, 120);

    // 20²/900 + 20²/100 = 4.44.
    assertThat(counts.mismatch()).isCloseTo(.0350, within(.0001));
  }

  @Test
  void threeArmsHaveTwoDegreesOfFreedom() {
    ArmCounts counts = counts(1 / 3.0, 1 / 3.0, 1 / 3.0);
    join(counts, 0, 1_055);
    join(counts, 1, 1_000);
    join(counts, 2, 945);

    // 2·55²/1000 = 6.05, and of two degrees of freedom it is e^(-x/2).
    assertThat(counts.mismatch()).isCloseTo(Math.exp(-6.05 / 2), within(1e-9));
  }

  @Test
  void withoutUsersAndWithoutASecondArmNothingIsWrong() {
    assertThat(counts(.5, .5).mismatch()).isEqualTo(1);
    ArmCounts alone = counts(1);
    join(alone, 0, 7);
    assertThat(alone.mismatch()).isEqualTo(1);
  }

  private static ArmCounts counts(double... shares) {
    List<Arm> arms = IntStream.range(0, shares.length).mapToObj(i -> arm(i, shares[i])).toList();
    return new ArmCounts(new Experiment("e", arms), new UnregisteredMetricsGroup());
  }

  private static void join(ArmCounts counts, int arm, int users) {
    for (int i = 0; i < users; i++) {
      counts.joined(arm(arm, 0));
    }
  }

  private static Arm arm(int number, double share) {
    return new Arm("arm-" + number, share, EnumSet.allOf(Rung.class));
  }
}
