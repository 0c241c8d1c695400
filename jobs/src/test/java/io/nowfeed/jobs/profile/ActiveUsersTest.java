package io.nowfeed.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.sinks.metrics.RegisteredMetrics;
import java.time.Duration;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users are active for five minutes after a beacon. */
class ActiveUsersTest {
  private static final long NOON = Fixtures.NOON;
  private static final Duration ACTIVE_FOR = Duration.ofMinutes(5);

  private final RegisteredMetrics metrics = new RegisteredMetrics();
  private final ManualClock clock = new ManualClock();
  private ActiveUsers users;

  @BeforeEach
  void start() {
    users = new ActiveUsers(ACTIVE_FOR.toMillis(), metrics.operator(), clock);
  }

  @Test
  void usersAreActiveUntilTheTimeAfterTheirLastBeaconIsOver() {
    timeIs(NOON);
    Profile ann = beacon(Profile.EMPTY);
    beacon(Profile.EMPTY);
    assertThat(active()).isEqualTo(2);

    timeIs(NOON + Duration.ofMinutes(4).toMillis());
    beacon(ann);
    assertThat(active()).isEqualTo(2);

    timeIs(NOON + Duration.ofMinutes(6).toMillis());
    assertThat(active()).as("ann alone").isEqualTo(1);

    timeIs(NOON + Duration.ofMinutes(10).toMillis());
    assertThat(active()).isZero();
  }

  @Test
  void interactionsDoNotMakeThemMore() {
    timeIs(NOON);
    Profile ann = beacon(Profile.EMPTY);
    for (int i = 0; i < 3; i++) {
      ann = interaction(ann);
    }

    assertThat(active()).isEqualTo(1);
  }

  @Test
  void whoNeverSentABeaconIsNotActive() {
    timeIs(NOON);
    interaction(Profile.EMPTY);

    assertThat(active()).isZero();
  }

  @Test
  void whoIsErasedIsActiveNoMore() {
    timeIs(NOON);
    Profile ann = beacon(Profile.EMPTY);
    beacon(Profile.EMPTY);

    users.left(ann);

    assertThat(active()).isEqualTo(1);
  }

  @Test
  void afterAStartWhoDidSomethingSinceCounts() {
    timeIs(NOON);
    Profile ann = beacon(Profile.EMPTY);
    Profile bob = beacon(Profile.EMPTY);
    timeIs(NOON + 1_000);
    start();
    assertThat(active()).isZero();

    interaction(ann);
    users.left(bob);

    assertThat(active()).isEqualTo(1);
  }

  @Test
  void slotsAreUsedAgain() {
    Profile ann = Profile.EMPTY;
    for (int minute = 0; minute < 100; minute++) {
      timeIs(NOON + Duration.ofMinutes(minute).toMillis());
      ann = beacon(ann);
      assertThat(active()).isEqualTo(1);
    }
  }

  @Test
  void aUserFarAheadTakesNoOthersPlace() {
    timeIs(NOON);
    long slot = ACTIVE_FOR.toMillis() / 32;
    Profile ahead = beacon(Profile.EMPTY, NOON + 96 * slot);
    beacon(Profile.EMPTY);
    assertThat(active()).isEqualTo(2);

    timeIs(NOON + slot);
    ahead = interaction(ahead);
    assertThat(active()).isEqualTo(2);

    users.left(ahead);
    assertThat(active()).isEqualTo(1);
  }

  @Test
  void usersOfAMachineWhoseClockWasAheadAreNotCountedBelowZero() {
    timeIs(NOON);
    Profile ann = beacon(Profile.EMPTY);
    Profile bob = beacon(Profile.EMPTY);
    start();
    users.moved(Profile.EMPTY, Profile.EMPTY, NOON - 1_000);

    users.left(ann);
    users.left(bob);

    assertThat(active()).isZero();
  }

  private void timeIs(long now) {
    clock.advanceTime(Duration.ofMillis(now - clock.absoluteTimeMillis()));
  }

  private int active() {
    return (Integer) metrics.value("nowfeed.activeUsers");
  }

  private Profile beacon(Profile before) {
    return beacon(before, clock.absoluteTimeMillis() + ACTIVE_FOR.toMillis());
  }

  private Profile beacon(Profile before, long activeUntil) {
    long now = clock.absoluteTimeMillis();
    return move(before, before.next(now, Session.NONE).activeUntil(activeUntil));
  }

  private Profile interaction(Profile before) {
    return move(before, before.next(clock.absoluteTimeMillis(), Session.NONE));
  }

  private Profile move(Profile before, Profile after) {
    users.moved(before, after, clock.absoluteTimeMillis());
    return after;
  }
}
