package io.nowfeed.jobs.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.EnrichedEvent;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.util.BroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContentJoinTest {
  private static final long NOON = Fixtures.NOON;
  private static final ContentFacts SPORT = new ContentFacts("sport", "en", List.of("tag"));

  private BroadcastOperatorTestHarness<EnrichedEvent, ContentChange, EnrichedEvent> join;

  @BeforeEach
  void start() throws Exception {
    startFrom(null);
  }

  @AfterEach
  void stop() throws Exception {
    join.close();
  }

  @Test
  void interactionGetsTheFactsOfItsItem() throws Exception {
    published("c-1", "sport");
    published("c-2", "news");
    interactedWith("c-1");

    assertThat(facts()).containsExactly(SPORT);
  }

  @Test
  void nothingElseOfTheInteractionChanges() throws Exception {
    published("c-1", "sport");
    EnrichedInteraction before = Fixtures.enriched("c-1", Action.LIKE, NOON).withContent(null);
    join.processElement(EnrichedEvent.of("ann", before), NOON);

    assertThat(join.extractOutputValues())
        .containsExactly(EnrichedEvent.of("ann", before.withContent(SPORT)));
  }

  @Test
  void itemThatIsNotInTheCatalogueHasNoFacts() throws Exception {
    interactedWith("c-1");

    assertThat(facts()).containsExactly((ContentFacts) null);
  }

  @Test
  void changeOfAnItemShowsInTheNextInteraction() throws Exception {
    published("c-1", "sport");
    published("c-1", "news");
    interactedWith("c-1");

    assertThat(facts()).extracting(ContentFacts::category).containsExactly("news");
  }

  @Test
  void withdrawnItemHasNoFactsAndNoState() throws Exception {
    published("c-1", "sport");
    join.processBroadcastElement(new ContentChange("c-1", null), NOON);
    interactedWith("c-1");

    assertThat(facts()).containsExactly((ContentFacts) null);
    assertThat(join.getBroadcastState(ContentJoinStage.FACTS).immutableEntries()).isEmpty();
  }

  @Test
  void beaconsAndErasuresPassInOrder() throws Exception {
    EnrichedEvent beacon = EnrichedEvent.of("ann", Fixtures.activeUser());
    EnrichedEvent erasure = EnrichedEvent.erasure("ann");
    join.processElement(beacon, NOON);
    join.processElement(erasure, NOON);

    assertThat(join.extractOutputValues()).containsExactly(beacon, erasure);
  }

  @Test
  void catalogueSurvivesARestart() throws Exception {
    published("c-1", "sport");
    OperatorSubtaskState state = join.snapshot(1, NOON);
    join.close();
    startFrom(state);
    interactedWith("c-1");

    assertThat(facts()).containsExactly(SPORT);
  }

  private void startFrom(OperatorSubtaskState state) throws Exception {
    join =
        new BroadcastOperatorTestHarness<>(
            new CoBroadcastWithNonKeyedOperator<>(
                new ContentJoinStage.ContentJoin(), List.of(ContentJoinStage.FACTS)),
            1,
            1,
            0);
    join.setup();
    if (state != null) {
      join.initializeState(state);
    }
    join.open();
  }

  private void published(String contentId, String category) throws Exception {
    join.processBroadcastElement(
        new ContentChange(contentId, Fixtures.content(contentId, category, "en")), NOON);
  }

  private void interactedWith(String contentId) throws Exception {
    EnrichedInteraction interaction = Fixtures.enriched(contentId, Action.CLICK, NOON);
    join.processElement(EnrichedEvent.of("ann", interaction.withContent(null)), NOON);
  }

  private List<ContentFacts> facts() {
    return join.extractOutputValues().stream().map(event -> event.interaction().content()).toList();
  }
}
