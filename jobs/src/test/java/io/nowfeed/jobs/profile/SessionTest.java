package io.nowfeed.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.flow.ContentHash;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final long NOON = Fixtures.NOON;
  private static final long GAP = Duration.ofMinutes(30).toMillis();

  @Test
  void firstEventBeginsASession() {
    assertThat(Session.NONE.at("s-1", NOON))
        .isEqualTo(new Session(ContentHash.of("s-1"), NOON, NOON, 0));
    assertThat(Session.NONE.at(null, NOON)).isEqualTo(new Session(0, NOON, NOON, 0));
  }

  @Test
  void sessionWithAnIdLastsAsLongAsItsId() {
    Session session = Session.NONE.at("s-1", NOON).grown(9);

    Session days = session.at("s-1", NOON + 100 * GAP);
    assertThat(days).isEqualTo(new Session(session.id(), NOON, NOON + 100 * GAP, 1));
    assertThat(days.isAfter(session)).isFalse();
  }

  @Test
  void anotherIdIsAnotherSession() {
    Session session = Session.NONE.at("s-1", NOON).grown(9);

    Session other = session.at("s-2", NOON + 1);
    assertThat(other.items()).isZero();
    assertThat(other.startedAt()).isEqualTo(NOON + 1);
    assertThat(other.isAfter(session)).isTrue();
  }

  @Test
  void eventWithoutAnIdIsOfTheSessionUnderWay() {
    Session session = Session.NONE.at("s-1", NOON).grown(9);

    Session on = session.at(null, NOON + GAP);
    assertThat(on).isEqualTo(new Session(session.id(), NOON, NOON + GAP, 1));
    assertThat(on.isAfter(session)).isFalse();
    assertThat(on.at("s-1", NOON + GAP).items()).isEqualTo(1);
    assertThat(on.at(null, NOON + 2 * GAP + 1).isAfter(session)).isTrue();
  }

  @Test
  void sessionThatBeganWithoutAnIdTakesTheFirst() {
    Session session = Session.NONE.at(null, NOON).grown(9);

    Session named = session.at("s-1", NOON + 1);
    assertThat(named).isEqualTo(new Session(ContentHash.of("s-1"), NOON, NOON + 1, 1));
    assertThat(named.isAfter(session)).isFalse();
    assertThat(named.at("s-2", NOON + 2).isAfter(named)).isTrue();
  }

  @Test
  void sessionWithoutAnIdEndsAfterHalfAnHourInWhichNothingHappens() {
    Session session = Session.NONE.at(null, NOON).at(null, NOON + GAP).grown(9);
    assertThat(session.startedAt()).isEqualTo(NOON);
    assertThat(session.items()).isEqualTo(1);

    assertThat(session.at(null, NOON + 2 * GAP).isAfter(session)).isFalse();
    Session next = session.at(null, NOON + 2 * GAP + 1);
    assertThat(next.isAfter(session)).isTrue();
    assertThat(next.items()).isZero();
  }

  @Test
  void lateEventDoesNotBringTheLastOneForward() {
    Session session = Session.NONE.at(null, NOON).at(null, NOON - 1_000);

    assertThat(session.lastAt()).isEqualTo(NOON);
    assertThat(session.startedAt()).isEqualTo(NOON);
  }

  @Test
  void itHasNoMoreItemsThanTheHistory() {
    Session session = Session.NONE.at("s-1", NOON).grown(2).grown(2).grown(2);

    assertThat(session.items()).isEqualTo(2);
  }
}
