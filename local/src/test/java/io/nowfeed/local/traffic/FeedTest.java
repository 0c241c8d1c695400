package io.nowfeed.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.UserAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a phone shows, and what its user is drawn to. */
class FeedTest {
  private static final long NOW = 1_000_000;
  private static final UserAttributes READER =
      new UserAttributes("GB", null, "en", null, null, null, List.of());

  private final SplittableRandom random = new SplittableRandom(7);
  private final FanGroups groups = new FanGroups(42);
  private final Catalogue catalogue = new Catalogue(groups);
  private final ReceivedLists lists = new ReceivedLists();
  private final Feed feed = new Feed(catalogue, groups, lists);
  private final Set<Integer> liked = groups.likedBy("ann");
  private int items;

  @Test
  void likedItemsAttractMoreThanOthers() {
    publish(2_000);

    double likedShare = attracted(300, id -> liked.contains(groups.of(id)));
    double otherShare = attracted(300, id -> !liked.contains(groups.of(id)));

    assertThat(likedShare).isEqualTo(1);
    assertThat(otherShare).isBetween(0.01, 0.1);
  }

  @Test
  void whatNobodyCanReadAttractsNoFan() {
    for (int number = 1; number <= 2_000; number++) {
      add("c-" + number, "ja");
    }

    assertThat(attracted(100, id -> liked.contains(groups.of(id)))).isLessThan(0.2);
  }

  @Test
  void aListIsShownFromTheTopWithSomeBrowsingBetween() {
    publish(100);
    List<String> recommended = new ArrayList<>();
    for (int number = 101; number <= 300; number++) {
      // Nobody who reads English would come across it.
      add("c-" + number, "ja");
      recommended.add("c-" + number);
    }

    List<String> shown = show(sessionWith(1, recommended), 100);
    List<String> ofList = shown.stream().filter(recommended::contains).toList();

    assertThat(ofList).hasSizeBetween(60, 80);
    assertThat(ofList).isEqualTo(recommended.subList(0, ofList.size()));
  }

  @Test
  void aNewerListTakesOverFromItsTopButNothingIsRecommendedTwice() {
    publish(100);
    PhoneSession session = sessionWith(1, List.of("c-1"));
    show(session, 20);
    lists.take(Lists.of("full", 2, List.of("c-1", "c-2")).to("ann", null, null));

    List<String> later = show(session, 20);

    assertThat(session.hasShown("c-1")).isTrue();
    assertThat(later).contains("c-2");
    // By browsing, an item may come again.
    assertThat(later.stream().filter("c-1"::equals).count()).isLessThan(3);
  }

  @Test
  void withdrawnAndExpiredItemsAreSkipped() {
    publish(200);
    ContentItem withdrawn = item("c-201", "en", null);
    catalogue.add(withdrawn, random);
    catalogue.remove(withdrawn);
    catalogue.add(item("c-202", "en", NOW), random);
    PhoneSession session = sessionWith(1, List.of("c-201", "c-202", "somebody-elses"));

    assertThat(show(session, 50)).doesNotContain("c-201", "c-202", "somebody-elses");
  }

  @Test
  void whoHasUsedUpTheListBrowses() {
    publish(100);
    PhoneSession session = sessionWith(1, List.of("c-1"));

    List<String> shown = show(session, 50);
    long browsed = shown.stream().filter(id -> !id.equals("c-1")).count();
    long ofLikedGroups = shown.stream().filter(id -> liked.contains(groups.of(id))).count();

    assertThat(browsed).isGreaterThan(30);
    assertThat(ofLikedGroups).isGreaterThan(30);
  }

  @Test
  void withoutContentNothingIsShown() {
    PhoneSession session = sessionWith(1, List.of("c-1"));
    feed.showNext(session, NOW, random);

    assertThat(session.onScreen()).isNull();
    assertThat(session.isAttracted()).isFalse();
  }

  /** Of the first {@code count} such items, put on a list, the share the user is drawn to. */
  private double attracted(int count, Predicate<String> which) {
    List<String> recommended = ids(which).limit(count).toList();
    PhoneSession session = sessionWith(++items, recommended);
    int shown = 0;
    int attracted = 0;
    for (int step = 0; step < 4 * count; step++) {
      feed.showNext(session, NOW, random);
      if (recommended.contains(session.onScreen().contentId())) {
        shown++;
        attracted += session.isAttracted() ? 1 : 0;
      }
    }
    return attracted / (double) shown;
  }

  private List<String> show(PhoneSession session, int times) {
    List<String> shown = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      feed.showNext(session, NOW, random);
      shown.add(session.onScreen().contentId());
    }
    return shown;
  }

  private PhoneSession sessionWith(long version, List<String> contentIds) {
    PhoneSession session = new PhoneSession("ann", "d", "s", READER, NOW, random);
    feed.open(session);
    lists.take(Lists.of("full", version, contentIds).to("ann", null, null));
    return session;
  }

  private Stream<String> ids(Predicate<String> which) {
    return Stream.iterate(1, number -> number <= catalogue.size(), number -> number + 1)
        .map(number -> "c-" + number)
        .filter(which);
  }

  private void publish(int count) {
    for (int number = 1; number <= count; number++) {
      add("c-" + number, "en");
    }
  }

  private void add(String id, String language) {
    catalogue.add(item(id, language, null), random);
  }

  private static ContentItem item(String id, String language, Long expiresAt) {
    return new ContentItem(
        id, "news", language, List.of(), List.of(), NOW - 1, expiresAt, id, null);
  }
}
