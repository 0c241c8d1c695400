package io.nowfeed.local.platform;

import static io.nowfeed.local.platform.Visitor.now;
import static io.nowfeed.local.platform.Visitor.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.Evidence;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Topics;
import io.nowfeed.events.Trigger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user's phone gets to see, and why, through the real platform. */
class RecommendationsITCase {
  private static final Rung CO_VISITED = Rung.CO_VISITATION;

  @TempDir private static Path folder;
  private static RunningPlatform running;
  private static Visitor visitor;

  @BeforeAll
  static void start() throws Exception {
    running = RunningPlatform.in(folder.resolve("data"));
    visitor = new Visitor(running.platform().endpoints());
  }

  @AfterAll
  static void stop() throws Exception {
    if (visitor != null) {
      visitor.close();
    }
    if (running != null) {
      running.close();
    }
  }

  @Test
  void anUpdateShowsInTheNextBeaconAndItsRecommendations() throws Exception {
    visitor.publishIn(List.of("SE", "NO"), "se-1");
    visitor.publishIn(List.of("SE", "NO"), "no-1");
    visitor.insertUser("erik", "SE", "sv");
    visitor.insertUser("nora", "NO", "sv");
    // In no segment but her country's.
    visitor.clients().sql("INSERT INTO users (user_id, country) VALUES ('mia', 'SE')");
    visitor.interaction("erik", "se-1", "like");
    visitor.interaction("nora", "no-1", "like");
    visitor.awaitBoard("country=SE");
    visitor.awaitBoard("country=NO");
    Recommendations before = visitor.beaconUntil("mia", list -> hasSegment(list, "country=SE"));
    assertThat(before.items())
        .extracting(item -> item.evidence().segment())
        .contains("country=SE")
        .doesNotContain("country=NO");

    visitor
        .clients()
        .sql("UPDATE users SET country = 'NO', updated_at = now() WHERE user_id = 'mia'");

    Recommendations after = visitor.beaconUntil("mia", list -> hasSegment(list, "country=NO"));
    assertThat(after.items())
        .extracting(item -> item.evidence().segment())
        .doesNotContain("country=SE");
    assertThat(after.version()).isGreaterThan(before.version());
    ActiveUser first = visitor.activeUser(before.trigger().eventId());
    ActiveUser second = visitor.activeUser(after.trigger().eventId());
    assertThat(first.attributes().country()).isEqualTo("SE");
    assertThat(second.attributes().country()).isEqualTo("NO");
    assertThat(second.attributesLsn()).isGreaterThan(first.attributesLsn());
    assertOrdered(visitor.lists("mia"));
    assertThat(running.platform().restarts()).isZero();
  }

  /** Two saw the same two things in the same order; of the third we know only the first. */
  @Test
  void whatOthersDidNextIsRecommendedAndMeasured() {
    visitor.publish("jp-a", "sumo", "ja");
    visitor.publish("jp-b", "go", "ja");
    for (String other : List.of("aiko", "ren")) {
      visitor.insertUser(other, "JP", "ja");
      visitor.interaction(other, "jp-a", "click");
      visitor.enriched(visitor.interaction(other, "jp-b", "click"));
    }
    visitor.insertUser("yuki", "JP", "ja");
    Recommendations first = visitor.beaconUntil("yuki", list -> holds(list, "jp-b"));
    assertThat(first.items())
        .extracting(RecommendedItem::reason)
        .doesNotContain(Rung.CO_VISITATION);

    visitor.interaction("yuki", "jp-a", "click");

    Recommendations list = visitor.beaconUntil("yuki", next -> reason(next, "jp-b") == CO_VISITED);
    RecommendedItem recommended = item(list, "jp-b");
    assertThat(recommended.rank()).isEqualTo(1);
    assertThat(recommended.score()).isPositive();
    assertThat(recommended.evidence()).isEqualTo(Evidence.alsoEngaged("jp-a", 2));
    assertThat(list.items()).extracting(RecommendedItem::contentId).doesNotContain("jp-a");

    String engaged = visitor.interaction("yuki", "jp-b", "like");

    Relevance relevance =
        visitor.awaited(Topics.RELEVANCE, Relevance.class, it -> it.eventId().equals(engaged));
    assertThat(relevance.userId()).isEqualTo("yuki");
    assertThat(relevance.contentId()).isEqualTo("jp-b");
    assertThat(relevance.action()).isEqualTo(Action.LIKE);
    assertThat(relevance.rank()).isEqualTo(1);
    assertThat(relevance.rung()).isEqualTo(CO_VISITED);
    assertThat(relevance.experiment()).isEqualTo(list.experiment());
    assertThat(relevance.arm()).isEqualTo(list.arm()).isEqualTo("full");
    assertThat(relevance.listVersion()).isEqualTo(list.version());
    assertThat(relevance.engagedBefore()).isEqualTo(1);
    assertThat(relevance.country()).isEqualTo("JP");
    assertThat(relevance.language()).isEqualTo("ja");
    assertThat(relevance.category()).isEqualTo("go");
    assertThat(visitor.keyOf(Topics.RELEVANCE, engaged)).isEqualTo("yuki");
    Recommendations after = visitor.awaitList("yuki", next -> !holds(next, "jp-b"));
    assertThat(after.trigger().kind()).isEqualTo(Trigger.Kind.INTERACTION);
    assertThat(after.trigger().eventId()).isEqualTo(engaged);
    assertOrdered(visitor.lists("yuki"));
  }

  @Test
  void aListThatSaysNothingNewIsNotSentAgain() {
    visitor.publish("ko-1", "chess", "ko");
    visitor.insertUser("min", "KR", "ko");
    Recommendations known = visitor.beaconUntil("min", list -> holds(list, "ko-1"));

    for (int i = 0; i < 5; i++) {
      visitor.beacon("b-min-" + i, "min");
    }
    // What is new comes behind what is not sent.
    visitor.publish("ko-2", "chess", "ko");
    visitor.beaconUntil("min", list -> holds(list, "ko-2"));

    assertThat(visitor.lists("min"))
        .filteredOn(list -> list.version() > known.version())
        .hasSize(1)
        .allMatch(list -> holds(list, "ko-2"));
  }

  @Test
  void aWithdrawnItemIsTakenOffTheListAtOnce() {
    visitor.publish("fi-1", "ski", "fi");
    visitor.publish("fi-2", "ski", "fi");
    visitor.insertUser("aino", "FI", "fi");
    Recommendations before =
        visitor.beaconUntil("aino", list -> holds(list, "fi-1") && holds(list, "fi-2"));

    visitor.withdraw("fi-1");

    Recommendations after = visitor.awaitList("aino", list -> !holds(list, "fi-1"));
    assertThat(after.trigger().kind()).isEqualTo(Trigger.Kind.WITHDRAWAL);
    assertThat(after.trigger().eventId()).isEqualTo("fi-1");
    assertThat(after.trigger().ts()).isBetween(before.trigger().ts(), now());
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(after.expiresAt()).isEqualTo(before.expiresAt());
    assertThat(after.arm()).isEqualTo(before.arm());
    assertThat(after.items()).extracting(RecommendedItem::contentId).contains("fi-2");
    assertOrdered(visitor.lists("aino"));
  }

  @Test
  void aDeleteErasesTheList() {
    visitor.insertUser("gone", "IT", "it");
    visitor.beacon("b-gone", "gone");
    visitor.listOf("b-gone");

    visitor.clients().sql("DELETE FROM users WHERE user_id = 'gone'");

    until(() -> visitor.lastListOf("gone").value() == null);
    visitor.beacon("b-gone-2", "gone");
    ActiveUser active = visitor.activeUser("b-gone-2");
    assertThat(active.matchReason()).isEqualTo(MatchReason.DELETED);
    assertThat(active.attributes()).isNull();
    assertThat(active.attributesLsn()).isNull();
    // A list of a later beacon of the same user's partition would be behind one of the erased.
    assertThat(visitor.lastListOf("gone").value()).isNull();
  }

  private static void assertOrdered(List<Recommendations> lists) {
    assertThat(lists).extracting(Recommendations::version).isSorted().doesNotHaveDuplicates();
  }

  private static boolean hasSegment(Recommendations list, String segment) {
    return list.items().stream().anyMatch(item -> segment.equals(item.evidence().segment()));
  }

  private static boolean holds(Recommendations list, String contentId) {
    return item(list, contentId) != null;
  }

  private static Rung reason(Recommendations list, String contentId) {
    RecommendedItem item = item(list, contentId);
    return item == null ? null : item.reason();
  }

  private static RecommendedItem item(Recommendations list, String contentId) {
    return list.items().stream()
        .filter(item -> item.contentId().equals(contentId))
        .findFirst()
        .orElse(null);
  }
}
