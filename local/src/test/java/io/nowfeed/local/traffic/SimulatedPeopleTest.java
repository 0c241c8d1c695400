package io.nowfeed.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulatedPeopleTest {
  private final Population population = new Population();

  @Test
  void aNumberIsAlwaysTheSamePerson() {
    assertThat(SimulatedUser.number(17, 42)).isEqualTo(SimulatedUser.number(17, 42));
    assertThat(SimulatedUser.number(17, 42).attributes())
        .isNotEqualTo(SimulatedUser.number(18, 42).attributes());
  }

  @Test
  void changesKeepWhoSomebodyIs() {
    SimulatedUser user = SimulatedUser.number(1, 42);
    SplittableRandom random = new SplittableRandom(1);
    for (int change = 0; change < 100; change++) {
      SimulatedUser changed = user.changed(random);
      assertThat(changed.userId()).isEqualTo(user.userId());
      assertThat(changed.attributes().language()).isEqualTo(user.attributes().language());
      assertThat(changed.attributes().birthYear()).isEqualTo(user.attributes().birthYear());
    }
  }

  @Test
  void removedUsersAreNeverFoundAndTheirNumbersNeverReused() {
    for (int number = 1; number <= 50; number++) {
      population.put(SimulatedUser.number(population.takeNumber(), 42));
    }
    for (int number = 2; number <= 50; number++) {
      population.remove("u-" + number);
    }

    assertThat(population.size()).isEqualTo(1);
    assertThat(population.any(new SplittableRandom(1)).userId()).isEqualTo("u-1");
    assertThat(population.takeNumber()).isEqualTo(51);
    population.remove("u-1");
    assertThat(population.any(new SplittableRandom(1))).isNull();
  }

  @Test
  void optionsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new SimulatorOptions(0, 1, 1, 1))
        .hasMessage("rate is 0.0; it must be above 0");
    assertThatThrownBy(() -> new SimulatorOptions(1, 0, 1, 1))
        .hasMessage("users is 0; it must be 1 or more");
  }

  @Test
  void theTargetHidesItsPassword() {
    assertThat(new Target("localhost:9092", "jdbc:x", "me", "secret").toString())
        .doesNotContain("secret");
  }
}
