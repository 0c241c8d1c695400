package io.nowfeed.jobs.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Trigger;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.Occasion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a recommender may say, and must: found out by going through everything each time. */
final class RecommenderModel {
  private final RecommendationOptions options;
  private final Map<String, ContentItem> catalogue = new HashMap<>();
  private final Map<String, Person> people = new HashMap<>();

  /** How many answers came by the number of their occasion, which no two users share. */
  private final Map<Long, Integer> answered = new HashMap<>();

  private long clock;
  private long watermark = Long.MIN_VALUE;
  private int checked;
  private int replaced;

  RecommenderModel(RecommendationOptions options) {
    this.options = options;
  }

  void clockIs(long now) {
    clock = now;
  }

  /** No event before is expected any more; the smallest after a restart. */
  void watermarkIs(long now) {
    watermark = now;
  }

  void published(ContentItem item) {
    catalogue.put(item.contentId(), item);
  }

  /** Exactly those whose list in force holds the item hear of it. */
  void withdrawn(String contentId, List<Recommendations> said) {
    boolean known = catalogue.remove(contentId) != null;
    Map<String, Recommendations> byUser = new HashMap<>();
    said.forEach(list -> assertThat(byUser.put(list.userId(), list)).isNull());
    people.forEach(
        (user, person) -> {
          if (known && person.isOffered(contentId, clock)) {
            assertReplaced(contentId, person, byUser.remove(user));
          }
        });
    assertThat(byUser).as("others").isEmpty();
  }

  /** An occasion with what was said and measured at once. */
  void happens(Occasion occasion, List<Recommendations> said, List<Relevance> measured) {
    String user = occasion.event().key();
    if (occasion.event().erases()) {
      people.remove(user);
      assertThat(said).containsExactly(Recommendations.erasure(user));
      assertThat(measured).isEmpty();
      return;
    }
    Person person = people.computeIfAbsent(user, any -> new Person());
    person.waiting.add(occasion);
    settle(person, said, measured);
  }

  /** An answer, also to an erased user or too early, with what was said and measured at once. */
  void answers(String user, long number, List<Recommendations> said, List<Relevance> measured) {
    answered.merge(number, 1, Integer::sum);
    settle(people.computeIfAbsent(user, any -> new Person()), said, measured);
  }

  /** How many lists were checked, sent or as good as the one in force. */
  int checked() {
    return checked;
  }

  /** How many of them are in place of one with an item that was withdrawn. */
  int replaced() {
    return replaced;
  }

  private void settle(Person person, List<Recommendations> said, List<Relevance> measured) {
    Deque<Recommendations> lists = new ArrayDeque<>(said);
    Deque<Relevance> relevance = new ArrayDeque<>(measured);
    while (!person.waiting.isEmpty() && isAnswered(person.waiting.peek())) {
      Occasion occasion = person.waiting.poll();
      learn(person, occasion, relevance);
      if (occasion.lists()) {
        Trigger trigger = Lists.trigger(occasion.event());
        boolean isSent = !lists.isEmpty() && trigger.equals(lists.peek().trigger());
        assertListed(person, trigger, isSent ? lists.poll() : null);
      }
    }
    assertThat(lists).as("lists nobody expects, or not yet").isEmpty();
    assertThat(relevance).as("measured, but no first engagement").isEmpty();
  }

  private boolean isAnswered(Occasion occasion) {
    return answered.getOrDefault(occasion.number(), 0) == occasion.asked();
  }

  private void learn(Person person, Occasion occasion, Deque<Relevance> relevance) {
    person.attributes = Lists.attributes(occasion.event());
    EnrichedInteraction interaction = occasion.event().interaction();
    if (interaction == null) {
      return;
    }
    boolean engages = interaction.action().engages();
    boolean engaged = person.seen.getOrDefault(interaction.contentId(), false);
    if (engages && !engaged) {
      Relevance measured = relevance.poll();
      assertThat(measured).as("a first engagement is measured").isNotNull();
      assertThat(measured.eventId()).isEqualTo(interaction.eventId());
      assertThat(measured.listVersion())
          .isEqualTo(person.list == null ? null : person.list.version());
    }
    person.seen.remove(interaction.contentId());
    person.seen.put(interaction.contentId(), engages || engaged);
    if (person.seen.size() > options.seen()) {
      person.seen.remove(person.seen.keySet().iterator().next());
    }
  }

  /** A list that is not sent must be as good as the one in force. */
  private void assertListed(Person person, Trigger trigger, Recommendations list) {
    if (list == null) {
      assertThat(person.list).as("a first list is always sent").isNotNull();
      assertThat(person.list.expiresAt() - clock)
          .as("what the list in force has left")
          .isGreaterThan(options.resendBefore().toMillis());
    } else {
      assertThat(list.expiresAt()).isEqualTo(clock + options.expiresAfter().toMillis());
      person.hears(list);
    }
    assertRules(person, Math.max(trigger.ts(), watermark));
  }

  private void assertReplaced(String contentId, Person person, Recommendations list) {
    assertThat(list).as("a list in place of that with %s", contentId).isNotNull();
    Recommendations before = person.list;
    long ts = Math.max(before.trigger().ts() + clock - before.generatedAt(), watermark);
    assertThat(list.trigger())
        .isEqualTo(new Trigger(Trigger.Kind.WITHDRAWAL, contentId, ts, clock, null));
    assertThat(list.expiresAt()).isEqualTo(before.expiresAt());
    person.hears(list);
    assertRules(person, ts);
    replaced++;
  }

  private void assertRules(Person person, long ts) {
    List<RecommendedItem> items = person.list.items();
    List<String> ids = items.stream().map(RecommendedItem::contentId).toList();
    assertThat(ids).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(options.items());
    assertThat(items.stream().map(RecommendedItem::rank))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, ids.size()).boxed().toList());
    assertThat(ids).allMatch(id -> mayShow(id, person, ts), "may be shown");
    List<ContentItem> others =
        catalogue.values().stream()
            .filter(item -> !ids.contains(item.contentId()))
            .filter(item -> item.publishedAt() == null || item.publishedAt() <= clock)
            .filter(item -> mayShow(item.contentId(), person, ts))
            .toList();
    if (ids.size() < options.items()) {
      assertThat(others).as("what would fill the list").isEmpty();
    }
    assertCap(ids, others);
    checked++;
  }

  /** While a category is above the cap, whatever is left out would be above it, too. */
  private void assertCap(List<String> ids, List<ContentItem> others) {
    Map<String, Integer> categories = new HashMap<>();
    ids.stream()
        .map(id -> catalogue.get(id).category())
        .filter(Objects::nonNull)
        .forEach(category -> categories.merge(category, 1, Integer::sum));
    int cap = options.maxPerCategory();
    if (categories.values().stream().anyMatch(count -> count > cap)) {
      assertThat(others)
          .as("beside %s", categories)
          .allMatch(item -> categories.getOrDefault(item.category(), 0) >= cap, "is capped");
    }
  }

  private boolean mayShow(String contentId, Person person, long ts) {
    ContentItem item = catalogue.get(contentId);
    UserAttributes user = person.attributes;
    if (item == null || person.seen.containsKey(contentId)) {
      return false;
    }
    boolean isOn =
        (item.publishedAt() == null || ts >= item.publishedAt())
            && (item.expiresAt() == null || ts < item.expiresAt());
    boolean isRead =
        user == null
            || Stream.of(item.language(), user.language()).anyMatch(Objects::isNull)
            || Objects.equals(item.language(), user.language());
    boolean isHere =
        item.regions().isEmpty()
            || (user != null
                && item.regions().stream()
                    .anyMatch(each -> each.equals(user.country()) || each.equals(user.region())));
    return isOn && isRead && isHere;
  }

  /** A user since the last erasure. */
  private static final class Person {
    private final Deque<Occasion> waiting = new ArrayDeque<>();

    /** Whether each item was engaged with, the first seen first. */
    private final Map<String, Boolean> seen = new LinkedHashMap<>();

    private UserAttributes attributes;
    private Recommendations list;

    private void hears(Recommendations next) {
      if (list != null) {
        assertThat(next.version()).as("version").isGreaterThan(list.version());
      }
      list = next;
    }

    private boolean isOffered(String contentId, long now) {
      return list != null
          && now < list.expiresAt()
          && list.items().stream().anyMatch(item -> item.contentId().equals(contentId));
    }
  }
}
