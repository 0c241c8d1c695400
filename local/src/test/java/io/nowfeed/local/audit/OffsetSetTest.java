package io.nowfeed.local.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.local.kafka.OffsetRange;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Sets of offsets: right, and small. */
class OffsetSetTest {
  private static final long TEN_MILLION = 10_000_000;
  private static final long MEGABYTE = 1 << 20;

  @Test
  void anOffsetIsNewOnce() {
    OffsetSet set = new OffsetSet();

    assertThat(set.add(7)).isTrue();
    assertThat(set.add(7)).isFalse();
    assertThat(set.size()).isEqualTo(1);
  }

  @Test
  void offsetsGoBeyondThirtyTwoBits() {
    OffsetSet set = new OffsetSet();
    set.add(5);
    set.add(5 + (1L << 32));
    set.addAll(new OffsetRange((1L << 40) - 1, (1L << 40) + 2));

    assertThat(set.first(9))
        .containsExactly(5L, 5 + (1L << 32), (1L << 40) - 1, 1L << 40, (1L << 40) + 1);
  }

  @Test
  void differencesAndIntersectionsAreThoseOfSets() {
    Random random = new Random(7);
    Set<Long> some = new HashSet<>();
    Set<Long> others = new HashSet<>();
    OffsetSet someSet = new OffsetSet();
    OffsetSet otherSet = new OffsetSet();
    for (int i = 0; i < 2_000; i++) {
      long one = random.nextLong(3_000);
      long other = random.nextLong(3_000);
      assertThat(someSet.add(one)).isEqualTo(some.add(one));
      assertThat(otherSet.add(other)).isEqualTo(others.add(other));
    }

    Set<Long> difference = new HashSet<>(some);
    difference.removeAll(others);
    assertThat(someSet.minus(otherSet).first(5_000))
        .isSorted()
        .containsExactlyInAnyOrderElementsOf(difference);
    some.retainAll(others);
    assertThat(someSet.and(otherSet).first(5_000)).containsExactlyInAnyOrderElementsOf(some);
  }

  @Test
  void tenMillionOffsetsInAnyOrderTakeLessThanTwoMegabytes() {
    OffsetSet set = new OffsetSet();
    // A step that shares no factor with the size visits each offset once, in no order.
    for (long i = 0, offset = 0; i < TEN_MILLION; i++) {
      set.add(offset);
      offset = (offset + 7_368_787) % TEN_MILLION;
    }

    assertThat(set.size()).isEqualTo(TEN_MILLION);
    assertThat(set.sizeInBytes()).isLessThan(2 * MEGABYTE);
  }

  @Test
  void tenMillionOffsetsWithHolesTakeLessThanThreeMegabytes() {
    OffsetSet set = new OffsetSet();
    Random random = new Random(7);
    for (long offset = 0; offset < 2 * TEN_MILLION; offset++) {
      if (random.nextBoolean()) {
        set.add(offset);
      }
    }

    assertThat(set.sizeInBytes()).isLessThan(3 * MEGABYTE);
  }

  /** All that an audit keeps of an event is a few bits, so heap is no question of events. */
  @Test
  void tenMillionEventsOverManyPartitionsTakeLittle() {
    ProcessedLedgerFeed feed = new ProcessedLedgerFeed(45, 4, TEN_MILLION);

    assertThat(feed.retainedBytes()).isLessThan(64 * MEGABYTE);
  }

  @Test
  void theFirstAreNamedInOrderOfTopicAndPartition() {
    OffsetSets sets = new OffsetSets();
    sets.add(new TopicPartition("beacons", 10), 3);
    sets.add(new TopicPartition("beacons", 2), 8);
    sets.add(new TopicPartition("beacons", 2), 1);
    sets.add(new TopicPartition("a", 0), 0);

    assertThat(sets.findings())
        .isEqualTo(new Findings(4, List.of("a-0@0", "beacons-2@1", "beacons-2@8", "beacons-10@3")));
    assertThat(sets.ofTopic("beacons").size()).isEqualTo(3);
  }
}
