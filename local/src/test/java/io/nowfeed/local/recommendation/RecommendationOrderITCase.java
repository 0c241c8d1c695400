package io.nowfeed.local.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Topics;
import io.nowfeed.events.Trigger;
import io.nowfeed.local.recommendation.ListRules.Placed;
import io.nowfeed.local.traffic.TopicReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every event of an active user makes a list; a user's lists are numbered in their order, none
 * holds what it must not, and what is measured by them is true: while the job throws, its machine
 * is killed, and it is stopped with savepoints and started wider and narrower. {@code
 * -Dnowfeed.seed=N} draws another audience.
 */
class RecommendationOrderITCase {
  private static final long SEED = Long.getLong("nowfeed.seed", 1L);
  private static final int USERS = 200;
  private static final int ITEMS = 90;
  private static final int SHOWN = 5;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"hashmap, 1 4 2", "rocksdb, 3 2"})
  void listsAreInOrderAndKeepTheRules(String backend, String parallelism) throws Exception {
    Audience audience = new Audience(SEED, USERS, ITEMS, System.currentTimeMillis());
    ListRun.Setting setting =
        new ListRun.Setting(
            backend, Stream.of(parallelism.split(" ")).map(Integer::valueOf).toList());
    try (ListRun run = new ListRun(audience, setting, folder)) {
      run.play();

      Map<String, List<Recommendations>> lists = run.tail().lists();
      List<Placed> interactions = interactions(run.bootstrapServers());
      ListRules rules = new ListRules(audience, run.rounds(), interactions);
      lists.forEach(rules::check);
      assertThat(rules.broken().stream().limit(SHOWN))
          .as("%d broken rules", rules.broken().size())
          .isEmpty();
      assertErased(lists, run.erased());
      assertMeasured(lists, interactions, run);
      assertNotVacuous(lists.values().stream().flatMap(Collection::stream).toList(), run);
    }
  }

  private static void assertErased(Map<String, List<Recommendations>> lists, Set<String> erased) {
    assertThat(erased).isNotEmpty();
    for (String user : erased) {
      List<Recommendations> all = lists.get(user);
      assertThat(all.get(all.size() - 1).erases()).as("%s is erased in the end", user).isTrue();
    }
  }

  /** Each first engagement of a user with an item is measured once, by a list that was sent. */
  private static void assertMeasured(
      Map<String, List<Recommendations>> lists, List<Placed> interactions, ListRun run)
      throws MalformedEventException {
    List<Relevance> measured = new ArrayList<>();
    JsonCodec<Relevance> codec = JsonCodec.of(Relevance.class);
    for (ConsumerRecord<String, byte[]> record :
        TopicReader.read(run.bootstrapServers(), Topics.RELEVANCE)) {
      measured.add(codec.decode(record.value()));
    }
    assertThat(measured)
        .extracting(each -> each.userId() + " " + each.contentId())
        .containsExactlyInAnyOrderElementsOf(engagements(interactions));
    for (Relevance each : measured) {
      Recommendations list =
          lists.get(each.userId()).stream()
              .filter(sent -> !sent.erases() && sent.version() == each.listVersion())
              .findFirst()
              .orElseThrow(() -> new AssertionError("by a list that was not sent: " + each));
      for (RecommendedItem item : list.items()) {
        if (item.contentId().equals(each.contentId())) {
          assertThat(each.rank()).as("%s by %s", each, list).isEqualTo(item.rank());
          assertThat(each.rung()).as("%s by %s", each, list).isEqualTo(item.reason());
        }
      }
    }
    assertThat(measured).filteredOn(each -> each.rank() != null).hasSizeGreaterThan(100);
  }

  private static Set<String> engagements(List<Placed> interactions) {
    return interactions.stream()
        .map(Placed::interaction)
        .filter(did -> did.action().engages())
        .map(did -> did.userId() + " " + did.contentId())
        .collect(Collectors.toSet());
  }

  private static List<Placed> interactions(String servers) throws MalformedEventException {
    JsonCodec<Interaction> codec = JsonCodec.of(Interaction.class);
    List<Placed> interactions = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : TopicReader.read(servers, Topics.INTERACTIONS)) {
      interactions.add(
          new Placed(
              codec.decode(record.value()),
              new Origin(record.topic(), record.partition(), record.offset())));
    }
    return interactions;
  }

  private static void assertNotVacuous(List<Recommendations> lists, ListRun run) {
    Map<Trigger.Kind, Long> kinds =
        lists.stream()
            .filter(list -> !list.erases())
            .collect(Collectors.groupingBy(list -> list.trigger().kind(), Collectors.counting()));
    Map<Rung, Long> rungs =
        lists.stream()
            .flatMap(list -> list.items().stream())
            .collect(Collectors.groupingBy(RecommendedItem::reason, Collectors.counting()));
    System.out.printf("lists: %s, %s, %s withdrawn%n", kinds, rungs, run.withdrawn().size());
    assertThat(kinds.keySet()).containsExactlyInAnyOrder(Trigger.Kind.values());
    assertThat(rungs.keySet()).containsExactlyInAnyOrder(Rung.values());
    assertThat(rungs.get(Rung.CO_VISITATION)).isGreaterThan(1_000);
    assertThat(run.withdrawn()).hasSizeGreaterThan(5);
  }
}
