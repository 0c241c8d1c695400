package io.nowfeed.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nowfeed.events.Rung;
import io.nowfeed.jobs.config.Experiment.Arm;
import io.nowfeed.jobs.flow.UserHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExperimentTest {
  private static final int USERS = 100_000;

  @Test
  void everybodyGetsTheFullLadderByDefault() throws Exception {
    Experiment experiment = Experiment.of(JobConfig.of(Map.of(), List.of()));

    assertThat(experiment.name()).isEqualTo("ladder");
    assertThat(experiment.arms())
        .singleElement()
        .satisfies(
            arm -> {
              assertThat(arm.name()).isEqualTo("full");
              assertThat(arm.share()).isEqualTo(1);
              assertThat(arm.rungs()).containsExactly(Rung.values());
            });
  }

  @Test
  void armsAreInTheOrderOfTheirNamesWithSharesOfAll() throws Exception {
    Experiment experiment = experiment("e", "small:10,big:30");

    assertThat(experiment.arms())
        .extracting(Arm::name)
        .as("so that their order in the file says nothing")
        .containsExactly("big", "small");
    assertThat(experiment.arms()).extracting(Arm::share).containsExactly(.75, .25);
    assertThat(experiment.arm("small")).isEqualTo(experiment.arms().get(1));
    assertThatIllegalArgumentException().isThrownBy(() -> experiment.arm("other"));
  }

  @Test
  void popularityIsAnArmWithoutWhatIsPersonal() throws Exception {
    assertThat(experiment("e", "full:9,popularity:1").arm("popularity").rungs())
        .containsExactly(Rung.REGION_TREND, Rung.GLOBAL_TREND, Rung.FRESH);
  }

  @Test
  void armsGetTheirSharesOfUsers() throws Exception {
    Experiment experiment = experiment("e", "a:60,b:30,c:9,d:1");
    Map<String, Integer> users = new HashMap<>();
    users().forEach(user -> users.merge(experiment.armOf(user).name(), 1, Integer::sum));

    for (Arm arm : experiment.arms()) {
      double sigma = Math.sqrt(USERS * arm.share() * (1 - arm.share()));
      assertThat((double) users.get(arm.name()))
          .as(arm.name())
          .isBetween(USERS * arm.share() - 3 * sigma, USERS * arm.share() + 3 * sigma);
    }
  }

  @Test
  void armSaysNothingOfTheArmInAnotherExperiment() throws Exception {
    Experiment one = experiment("one", "a:50,b:50");
    Experiment other = experiment("other", "a:50,b:50");
    long both =
        users().filter(user -> one.armOf(user).name().equals(other.armOf(user).name())).count();

    assertThat((double) both)
        .isBetween(USERS / 2.0 - 1.5 * Math.sqrt(USERS), USERS / 2.0 + 1.5 * Math.sqrt(USERS));
  }

  @Test
  void userWhoLeavesAnArmThatShrinksGoesToTheOtherAndNobodyElseMoves() throws Exception {
    Experiment before = experiment("e", "a:50,b:50");
    Experiment after = experiment("e", "a:40,b:60");

    assertThat(users())
        .noneMatch(
            user -> before.armOf(user).name().equals("b") && after.armOf(user).name().equals("a"));
  }

  /** Wherever and whenever it is computed: a user must not change the arm with a release. */
  @Test
  void armsOfTheseUsersAreTheseForEver() throws Exception {
    Experiment experiment = experiment("ladder", "full:50,popularity:50");

    assertThat(
            Stream.of("ann", "bob", "cid", "dee", "eve", "fay", "gus", "hal")
                .map(UserHash::of)
                .map(user -> experiment.armOf(user).name()))
        .containsExactly(
            "popularity",
            "popularity",
            "popularity",
            "popularity",
            "popularity",
            "popularity",
            "popularity",
            "full");
  }

  private static Experiment experiment(String name, String arms) throws Exception {
    return Experiment.of(
        JobConfig.of(Map.of("experiment.name", name, "experiment.arms", arms), List.of()));
  }

  private static Stream<UserHash> users() {
    return IntStream.range(0, USERS).mapToObj(i -> UserHash.of("user-" + i));
  }
}
