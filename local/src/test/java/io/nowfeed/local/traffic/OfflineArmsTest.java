package io.nowfeed.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.events.UserKey;
import io.nowfeed.local.observe.ArmRate;
import io.nowfeed.local.observe.ShownLists;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether there is something to be found in what the simulated users do: the phones of a default
 * {@code nowfeed up}, a {@link SmallRecommender} in place of the job, and the live screen's meter.
 * Prints what the screen would say each half minute.
 */
class OfflineArmsTest {
  private static final int TICK_MILLIS = 50;

  private final SteppingClock clock = new SteppingClock();
  private final Population population = new Population();
  private final ReceivedLists lists = new ReceivedLists();
  private final ShownLists shown = new ShownLists();
  private final Map<String, ContentItem> content = new HashMap<>();
  private final SmallRecommender recommender = new SmallRecommender(content);
  private final List<Runnable> onTheWay = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void withinTwoMinutesOfTheDefaultTrafficTheFullLadderIsVisiblyAhead(long seed) {
    Map<String, ArmRate> arms = run(new SimulatorOptions(200, 10_000, 1_000, seed), 120);
    ArmRate full = arms.get(SmallRecommender.FULL);
    ArmRate popularity = arms.get(SmallRecommender.POPULARITY);

    assertThat(full.impressions()).isGreaterThan(2_000);
    assertThat(popularity.rate()).isBetween(0.02, 0.10);
    assertThat(full.rate()).isGreaterThan(1.3 * popularity.rate());
  }

  private Map<String, ArmRate> run(SimulatorOptions options, int seconds) {
    Phones phones = phones(options);
    List<ArmRate> rates = List.of();
    for (int second = 1; second <= seconds; second++) {
      for (int millis = 0; millis < 1_000; millis += TICK_MILLIS) {
        clock.advance(TICK_MILLIS);
        phones.tick();
        deliver();
      }
      rates = shown.tick();
      if (second % 30 == 0) {
        print(options, second, rates);
      }
    }
    Map<String, ArmRate> arms = new HashMap<>();
    rates.forEach(rate -> arms.put(rate.arm(), rate));
    return arms;
  }

  private Phones phones(SimulatorOptions options) {
    FanGroups groups = new FanGroups(options.seed());
    Catalogue catalogue = new Catalogue(groups);
    SplittableRandom random = new SplittableRandom(options.seed());
    for (int number = 1; number <= options.contents(); number++) {
      ContentItem item = SimulatedContent.number(number, options.seed(), clock.millis());
      content.put(item.contentId(), item);
      catalogue.add(item, random);
    }
    for (int number = 1; number <= options.users(); number++) {
      population.put(SimulatedUser.number(number, options.seed()));
    }
    return new Phones(
        options,
        population,
        new Feed(catalogue, groups, lists),
        beacon -> onTheWay.add(() -> list(beacon.userId(), beacon.deviceId(), beacon.sessionId())),
        interaction -> onTheWay.add(() -> learn(interaction)),
        new EventIds(1),
        clock);
  }

  /** What phones sent comes back as lists before the next tick. */
  private void deliver() {
    List<Runnable> now = List.copyOf(onTheWay);
    onTheWay.clear();
    now.forEach(Runnable::run);
  }

  private void learn(Interaction interaction) {
    String user = interaction.userId();
    shown.take(interaction, clock.millis());
    recommender.learn(
        UserKey.of(user, interaction.sessionId(), interaction.deviceId()), interaction);
    list(user, interaction.deviceId(), interaction.sessionId());
  }

  private void list(String user, String device, String session) {
    SimulatedUser known = user == null ? null : population.get(user);
    UserAttributes attributes = known == null ? null : known.attributes();
    Recommendations list =
        recommender
            .recommend(UserKey.of(user, session, device), attributes)
            .to(user, device, session);
    shown.take(list, clock.millis());
    lists.take(list);
  }

  private static void print(SimulatorOptions options, int second, List<ArmRate> rates) {
    StringBuilder line = new StringBuilder();
    line.append(String.format("%.0f/s seed %d %3d s ", options.rate(), options.seed(), second));
    for (ArmRate rate : rates) {
      line.append(
          String.format(
              " %s %.1f %% (%d of %d)",
              rate.arm(), 100 * rate.rate(), rate.clicks(), rate.impressions()));
    }
    System.out.println(line);
  }
}
