package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.JobFixtures;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class SegmentsTest {
  private static final ContentFacts FRENCH_NEWS = new ContentFacts("news", "fr", List.of());
  private static final UserAttributes BRITON = Fixtures.user("GB", "en");

  @Test
  void interactionCountsForEveryoneTheUsersCountryTheItemsLanguageAndCategory() {
    assertThat(segments(BRITON, FRENCH_NEWS))
        .containsExactly("global", "country=GB", "language=fr", "category=news");
  }

  @Test
  void unknownUserHasNoCountry() {
    assertThat(segments(null, FRENCH_NEWS))
        .containsExactly("global", "language=fr", "category=news");
  }

  @Test
  void unknownItemHasNoLanguageAndCategory() {
    assertThat(segments(BRITON, null)).containsExactly("global", "country=GB");
  }

  @Test
  void absentValueIsNoSegment() {
    UserAttributes nowhere = Fixtures.user(null, "en");
    assertThat(segments(nowhere, new ContentFacts(null, null, null))).containsExactly("global");
  }

  @Test
  void segmentSeesContentActionAndTime() {
    assertThat(split(Fixtures.enriched("c-1", Action.SHARE, Fixtures.NOON)).get(0))
        .isEqualTo(
            new SegmentAction(new SegmentContent("global", "c-1"), Action.SHARE, Fixtures.NOON));
  }

  private static List<String> segments(UserAttributes user, ContentFacts content) {
    EnrichedInteraction interaction =
        JobFixtures.interacted("ann", user, "c-1", MatchReason.MATCHED, Fixtures.NOON)
            .interaction()
            .withContent(content);
    return split(interaction).stream().map(action -> action.key().segment()).toList();
  }

  private static List<SegmentAction> split(EnrichedInteraction interaction) {
    List<SegmentAction> actions = new ArrayList<>();
    new Segments().flatMap(interaction, new ListCollector<>(actions));
    return actions;
  }
}
