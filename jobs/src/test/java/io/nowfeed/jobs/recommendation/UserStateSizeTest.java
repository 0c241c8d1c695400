package io.nowfeed.jobs.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Evidence;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Rung;
import io.nowfeed.events.Topics;
import io.nowfeed.events.Trigger;
import io.nowfeed.jobs.flow.Taste;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/**
 * What a user costs the recommender in state, as it is written: the figures of
 * docs/recommendations.md. What is seen stays for the retention; an offer, of active users only,
 * for an hour. A key, its key group and the time of the TTL are some 28 bytes more for each of
 * them.
 */
class UserStateSizeTest {
  private static final long NOON = Fixtures.NOON;
  private static final int MAX_OF_SEEN = 20;
  private static final int MAX_OF_A_SEEN_ITEM = 8;
  private static final int MAX_OF_AN_OFFER = 3_000;

  @Test
  void whatIsSeenCostsSoManyBytes() throws IOException {
    for (int items : new int[] {0, 100, 1_000}) {
      Seen seen = new Seen(NOON, LongStream.range(0, items).toArray());
      int bytes = bytes(seen, Seen.class);
      System.out.printf("a user who has seen %d items: %d bytes%n", items, bytes);
      assertThat(bytes).isLessThanOrEqualTo(MAX_OF_SEEN + MAX_OF_A_SEEN_ITEM * items);
    }
  }

  @Test
  void offerOfAnActiveUserCostsSoManyBytes() throws IOException {
    List<Taste> tastes =
        IntStream.range(0, 16).mapToObj(i -> new Taste("category-" + i, .1)).toList();
    List<Offer.Place> shown =
        IntStream.range(0, 50)
            .mapToObj(i -> new Offer.Place("content-%06d".formatted(i), 1, Rung.FRESH))
            .toList();
    Offer usual = new Offer(list(), Fixtures.user("GB", "en", "sport"), tastes, "", ids(), null);
    Offer fullest = new Offer(list(), Fixtures.user("GB", "en", "sport"), tastes, "", ids(), shown);
    int bytes = bytes(usual, Offer.class);
    int most = bytes(fullest, Offer.class);
    System.out.printf("an offer of ten items: %d bytes, with 50 shown %d%n", bytes, most);
    assertThat(bytes).isLessThanOrEqualTo(most);
    assertThat(most).isBetween(1_000, MAX_OF_AN_OFFER);
  }

  /** Ids have fourteen characters, those of users and events 36. */
  private static Recommendations list() {
    String uuid = "e4b7f1c2-0000-4000-8000-000000000000";
    List<RecommendedItem> items =
        ids().stream()
            .map(
                id ->
                    new RecommendedItem(
                        1, id, 1, Rung.CO_VISITATION, Evidence.alsoEngaged(id, 1), true))
            .toList();
    return new Recommendations(
        uuid,
        uuid,
        uuid,
        NOON,
        NOON,
        NOON,
        new Trigger(Trigger.Kind.BEACON, uuid, NOON, NOON, new Origin(Topics.BEACONS, 1, NOON)),
        "ladder",
        "full",
        items,
        "1.2.3");
  }

  private static List<String> ids() {
    return IntStream.range(0, 10).mapToObj("content-%06d"::formatted).toList();
  }

  private static <T> int bytes(T value, Class<T> type) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1_024);
    TypeInformation.of(type).createSerializer(new SerializerConfigImpl()).serialize(value, out);
    return out.length();
  }
}
