package io.nowfeed.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Recommendations;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What an edge network relies on. */
class VersionOrderTest {
  private static final JsonCodec<Recommendations> LISTS = JsonCodec.of(Recommendations.class);

  private final VersionOrder order = new VersionOrder();
  private long offset;

  @Test
  void newerListsAndAnOlderOneAsItWasAreRight() {
    Recommendations first = list(1);
    add(first);
    add(list(2));
    add(first);
    add(list(3));

    assertThat(order.broken()).isEmpty();
  }

  @Test
  void aListThatIsOlderIsWrong() {
    add(list(2));
    add(list(1));

    assertThat(order.broken())
        .containsExactly("recommendations-0@1 of user ann has version 1, behind version 2");
  }

  @Test
  void anotherListOfTheSameVersionIsWrong() {
    add(list(2));
    add(list(2, Fixtures.NOON + 1));

    assertThat(order.broken())
        .containsExactly("recommendations-0@1 of user ann is another list of version 2");
  }

  @Test
  void whoWasErasedBeginsAnew() {
    add(list(9));
    order.add(new ConsumerRecord<>("recommendations", 0, offset++, "ann", null));
    add(list(1));

    assertThat(order.broken()).isEmpty();
  }

  private static Recommendations list(long version) {
    return list(version, Fixtures.NOON);
  }

  private static Recommendations list(long version, long expiresAt) {
    Recommendations any = Fixtures.recommendations();
    return new Recommendations(
        any.userId(),
        any.deviceId(),
        any.sessionId(),
        version,
        any.generatedAt(),
        expiresAt,
        any.trigger(),
        any.experiment(),
        any.arm(),
        any.items(),
        any.jobVersion());
  }

  private void add(Recommendations list) {
    order.add(new ConsumerRecord<>("recommendations", 0, offset++, "ann", LISTS.encode(list)));
  }
}
