package io.nowfeed.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.flow.Taste;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProfileTest {
  private static final long NOON = Fixtures.NOON;

  @Test
  void newProfileHasDoneNothingAndIsNotActive() {
    assertThat(Profile.EMPTY.history()).isEmpty();
    assertThat(Profile.EMPTY.tastes()).isEmpty();
    assertThat(Profile.EMPTY.session()).isEqualTo(Session.NONE);
    assertThat(Profile.EMPTY.activeUntil()).isLessThan(0);
  }

  @Test
  void whatIsMissingIsNothing() {
    Profile profile = new Profile(1, NOON, null, null, null, NOON);

    assertThat(profile.history()).isEmpty();
    assertThat(profile.tastes()).isEmpty();
    assertThat(profile.session()).isEqualTo(Session.NONE);
  }

  @Test
  void historyIsTheLastItemsEachOnce() {
    Random random = new Random(5);
    Profile profile = Profile.EMPTY;
    List<Long> model = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      long item = 1L + random.nextInt(12);
      int limit = 1 + random.nextInt(10);
      profile = profile.engaged(item, limit);
      model.remove(item);
      model.add(0, item);
      model = new ArrayList<>(model.subList(0, Math.min(limit, model.size())));

      assertThat(profile.history()).as("step %d", i).containsExactly(array(model));
      long other = 1L + random.nextInt(12);
      List<Long> before = model.stream().filter(each -> each != other).limit(limit).toList();
      assertThat(profile.before(other, limit)).containsExactly(array(before));
    }
  }

  @Test
  void beforeIsSoManyAtMost() {
    Profile profile = withHistory(1, 2, 3, 4);

    assertThat(profile.before(9, 2)).containsExactly(1, 2);
    assertThat(profile.before(1, 2)).as("beside the item itself").containsExactly(2, 3);
    assertThat(profile.before(1, 9)).containsExactly(2, 3, 4);
  }

  @Test
  void itemsOfTheSessionAreTheLastOnesOfTheHistory() {
    Profile profile = withHistory(1, 2, 3).next(NOON, new Session(7, NOON, NOON, 0));

    Profile second = profile.engaged(9, 10).engaged(8, 10);
    assertThat(second.session().items()).isEqualTo(2);
    assertThat(second.engaged(9, 10).session().items()).as("again in the session").isEqualTo(2);
    assertThat(second.engaged(2, 10).session().items()).as("again after long").isEqualTo(3);
    assertThat(second.engaged(7, 2).session().items()).as("no more than are kept").isEqualTo(2);
  }

  @Test
  void lateBeaconDoesNotShortenTheTimeOfActivity() {
    Profile active = Profile.EMPTY.activeUntil(NOON);

    assertThat(active.activeUntil(NOON - 1).activeUntil()).isEqualTo(NOON);
    assertThat(active.activeUntil(NOON + 1).activeUntil()).isEqualTo(NOON + 1);
  }

  @Test
  void everyChangeKeepsTheRest() {
    Session session = new Session(7, NOON, NOON, 0);
    Profile profile =
        new Profile(7, NOON, session, new long[] {3}, List.of(new Taste("sport", 1)), NOON);

    Profile changed =
        profile
            .next(9, session)
            .activeUntil(NOON + 1)
            .engaged(4, 5)
            .likes(List.of(new Taste("news", 2)), NOON + 2);

    assertThat(changed)
        .usingRecursiveComparison()
        .isEqualTo(
            new Profile(
                9,
                NOON + 1,
                new Session(7, NOON, NOON, 1),
                new long[] {4, 3},
                List.of(new Taste("news", 2)),
                NOON + 2));
  }

  private static Profile withHistory(long... items) {
    return new Profile(0, 0, Session.NONE, items, List.of(), 0);
  }

  private static long[] array(List<Long> items) {
    return items.stream().mapToLong(Long::longValue).toArray();
  }
}
