package io.nowfeed.jobs.enrichment;

import static io.nowfeed.jobs.JobFixtures.anonymous;
import static io.nowfeed.jobs.JobFixtures.beacon;
import static io.nowfeed.jobs.JobFixtures.interaction;
import static io.nowfeed.jobs.JobFixtures.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Duplicate;
import io.nowfeed.events.Origin;
import io.nowfeed.jobs.flow.UserEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that come twice. */
class RepetitionsTest {
  private static final long NOON = JoinRun.NOON;
  private static final long HORIZON = JoinRun.HORIZON.toMillis();

  private JoinRun join;

  @BeforeEach
  void start() throws Exception {
    join = JoinRun.start();
    join.tableLoaded();
    join.happens(upsert("ann", "GB", 20));
  }

  @AfterEach
  void stop() throws Exception {
    join.close();
  }

  @Test
  void repetitionGoesNowhereElse() throws Exception {
    UserEvent again = at(beacon("b-1", "ann", NOON), 77, NOON + 9);
    join.happens(beacon("b-1", "ann", NOON));
    join.happens(again);
    join.happens(again);

    assertThat(join.emitted()).containsExactly("b-1 MATCHED GB@20");
    assertThat(join.duplicates())
        .containsExactly(
            new Duplicate("b-1", again.origin()), new Duplicate("b-1", again.origin()));
  }

  @Test
  void repetitionOfAnEventThatWaitsIsOne() throws Exception {
    join.happens(interaction("i-1", "bob", NOON));
    join.happens(interaction("i-1", "bob", NOON));
    join.happens(upsert("bob", "FR", 30));

    assertThat(join.emitted()).containsExactly("i-1 MATCHED FR@30");
    assertThat(join.duplicates()).hasSize(1);
  }

  @Test
  void anonymousRepetitionIsOneToo() throws Exception {
    join.happens(anonymous("i-1", "s-1", NOON));
    join.happens(anonymous("i-1", "s-1", NOON));

    assertThat(join.emitted()).containsExactly("i-1 ANONYMOUS");
    assertThat(join.duplicates()).hasSize(1);
  }

  @Test
  void idsAreOfOneUserAndOneStream() throws Exception {
    join.happens(beacon("e-1", "ann", NOON));
    join.happens(interaction("e-1", "ann", NOON));
    join.happens(anonymous("e-1", "ann", NOON));

    assertThat(join.emitted()).hasSize(3);
    assertThat(join.duplicates()).isEmpty();
  }

  @Test
  void horizonIsMeasuredOnTheBrokersClock() throws Exception {
    UserEvent first = at(beacon("b-1", "ann", NOON), 1, NOON);
    join.happens(first);
    join.happens(at(first, 2, NOON + HORIZON));
    assertThat(join.duplicates()).hasSize(1);

    join.happens(at(first, 3, NOON + HORIZON + 1));
    assertThat(join.emitted()).as("beyond the horizon it is new").hasSize(2);

    join.happens(at(first, 4, NOON + HORIZON + 2));
    assertThat(join.duplicates()).as("and repeated from there").hasSize(2);
  }

  @Test
  void repetitionIsRecognisedAfterARestart() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    join.restart();
    join.tableLoaded();
    join.happens(beacon("b-1", "ann", NOON));

    assertThat(join.emitted()).isEmpty();
    assertThat(join.duplicates()).hasSize(1);
  }

  @Test
  void idsAreForgottenWhenNoOutageNeedsThem() throws Exception {
    join.happens(beacon("b-1", "ann", NOON));
    assertThat(join.keysWith("recent-events")).isEqualTo(1);

    join.ttlTimeIs(NOON + 2 * HORIZON);
    join.happens(at(beacon("b-1", "ann", NOON), 2, NOON + 1));

    assertThat(join.emitted()).hasSize(2);
  }

  @Test
  void aStreamThatIsFarAheadMakesNothingOfTheOtherForgotten() throws Exception {
    UserEvent click = interaction("i-1", "ann", NOON);
    join.happens(at(click, 1, NOON));
    join.happens(at(beacon("b-1", "ann", NOON), 1, NOON + 3 * HORIZON));
    join.happens(at(click, 2, NOON + 60_000));

    assertThat(join.duplicates()).hasSize(1);
  }

  /** A stream may have several topics, which are not read at one pace. */
  @Test
  void aTopicThatIsAHorizonAheadMakesNothingOfAnotherForgotten() throws Exception {
    UserEvent click = interaction("i-1", "ann", NOON);
    join.happens(at(click, 1, NOON));
    join.happens(at(interaction("i-2", "ann", NOON), 1, NOON + 2 * HORIZON));
    join.happens(at(click, 2, NOON + HORIZON));

    assertThat(join.duplicates()).hasSize(1);
  }

  /** What came first is not what is oldest, where topics of a stream are far apart. */
  @Test
  void whatIsOverIsForgottenAndNothingElse() throws Exception {
    UserEvent young = interaction("i-2", "ann", NOON);
    join.happens(at(young, 1, NOON + 3 * HORIZON));
    join.happens(at(interaction("i-1", "ann", NOON), 1, NOON));
    join.happens(at(interaction("i-3", "ann", NOON), 2, NOON + 3 * HORIZON + 1));
    join.happens(at(young, 3, NOON + 3 * HORIZON + 2));

    assertThat(join.duplicates()).hasSize(1);
  }

  @Test
  void ofVeryManyEventsTheOldestAreForgotten() throws Exception {
    UserEvent click = interaction("i-1", "ann", NOON);
    join.happens(click);
    UserEvent first = at(beacon("b-0", "ann", NOON), 0, NOON);
    join.happens(first);
    for (int i = 1; i < Repetitions.REMEMBERED; i++) {
      join.happens(at(beacon("b-" + i, "ann", NOON), i, NOON));
    }
    join.happens(first);
    assertThat(join.duplicates()).as("as many as are remembered").hasSize(1);

    join.happens(at(beacon("one more", "ann", NOON), Repetitions.REMEMBERED, NOON));
    join.happens(first);
    assertThat(join.duplicates()).as("one more than are remembered").hasSize(1);
    join.happens(click);
    assertThat(join.duplicates()).as("of the other stream").hasSize(2);
  }

  @Test
  void whatIsTwoHorizonsOldTakesNoRoom() throws Exception {
    for (int i = 0; i < 50; i++) {
      join.happens(at(beacon("b-" + i, "ann", NOON), i, NOON + i));
    }
    long before = join.snapshot().getStateSize();
    for (int i = 50; i < 100; i++) {
      join.happens(at(beacon("b-" + i, "ann", NOON), i, NOON + 2 * HORIZON + i));
    }

    assertThat(join.snapshot().getStateSize()).isEqualTo(before);
  }

  private static UserEvent at(UserEvent event, long offset, long ingestedAt) {
    Origin origin = new Origin(event.origin().topic(), event.origin().partition(), offset);
    return new UserEvent(event.key(), event.beacon(), event.interaction(), origin, ingestedAt);
  }
}
