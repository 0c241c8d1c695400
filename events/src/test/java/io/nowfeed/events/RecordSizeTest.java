package io.nowfeed.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many bytes a record takes on its topic: the figures that deploy/README.md sizes by. */
class RecordSizeTest {
  private static final String EVENT_ID = "0190f2b6-7a3c-7c1e-9d2f-3b5a6c7d8e9f";
  private static final String USER = "user-12345678";
  private static final String ITEM = "content-123456";

  @Test
  void aRecordIsAsLargeAsTheSizingSays() {
    assertThat(bytes(Beacon.class, Fixtures.beacon(EVENT_ID, USER, Fixtures.NOON)))
        .isBetween(180, 220);
    assertThat(
            bytes(
                Interaction.class,
                Fixtures.interaction(EVENT_ID, USER, ITEM, Action.CLICK, Fixtures.NOON)))
        .isBetween(180, 220);
    assertThat(bytes(ActiveUser.class, Fixtures.activeUser())).isBetween(400, 500);
    assertThat(
            bytes(EnrichedInteraction.class, Fixtures.enriched(ITEM, Action.CLICK, Fixtures.NOON)))
        .isBetween(480, 600);
    assertThat(bytes(Recommendations.class, listOfTen())).isBetween(1_400, 1_800);
  }

  private static <T> int bytes(Class<T> type, T value) {
    int bytes = JsonCodec.of(type).encode(value).length;
    System.out.printf("%s: %d bytes%n", type.getSimpleName(), bytes);
    return bytes;
  }

  private static Recommendations listOfTen() {
    Recommendations some = Fixtures.recommendations();
    List<RecommendedItem> ten =
        IntStream.range(0, 10).mapToObj(i -> some.items().get(i % 3).at(i + 1)).toList();
    return new Recommendations(
        some.userId(),
        some.deviceId(),
        some.sessionId(),
        some.version(),
        some.generatedAt(),
        some.expiresAt(),
        some.trigger(),
        some.experiment(),
        some.arm(),
        ten,
        some.jobVersion());
  }
}
