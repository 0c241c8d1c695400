package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final byte[] NOTHING = PopularityFixtures.tally(Map.of());

  @Test
  void whatWasWrittenIsRead() {
    Map<String, long[]> counts =
        Map.of("c-1", counts(1, 2, 3, 4, 5, 6, 7, 8, 9), "", counts(0), "Größe 🥅", counts(0, 1));

    assertThat(read(PopularityFixtures.tally(counts))).isEqualTo(words(counts));
  }

  @Test
  void largestCountIsRead() {
    Map<String, long[]> counts = Map.of("c-1", counts(Long.MAX_VALUE, 0, 127, 128, 16_383, 16_384));

    assertThat(read(PopularityFixtures.tally(counts))).isEqualTo(words(counts));
  }

  @Test
  void nothingIsRead() {
    assertThat(read(NOTHING)).isEmpty();
  }

  @Test
  void sumIsThatOfEachCount() {
    Map<String, long[]> one = Map.of("c-1", counts(1, 2), "c-3", counts(5));
    Map<String, long[]> other = Map.of("c-1", counts(10, 0, 1), "c-2", counts(0, 0, 7));

    assertThat(read(Tally.sum(PopularityFixtures.tally(one), PopularityFixtures.tally(other))))
        .isEqualTo(
            words(Map.of("c-1", counts(11, 2, 1), "c-2", counts(0, 0, 7), "c-3", counts(5))));
  }

  @Test
  void sumWithNothingIsTheSame() {
    byte[] tally = PopularityFixtures.tally(Map.of("c-1", counts(1, 2)));

    assertThat(Tally.sum(tally, NOTHING)).isEqualTo(tally);
    assertThat(Tally.sum(NOTHING, tally)).isEqualTo(tally);
  }

  @Test
  void orderAndGroupingOfSumsDoNotMatter() {
    Random random = new Random(4);
    for (int run = 0; run < 200; run++) {
      Map<String, long[]> expected = new TreeMap<>();
      byte[] left = NOTHING;
      byte[] right = NOTHING;
      for (int i = 0; i < 8; i++) {
        byte[] next = PopularityFixtures.tally(anyCounts(random, expected));
        left = Tally.sum(left, next);
        right = i % 2 == 0 ? Tally.sum(next, right) : Tally.sum(right, next);
      }
      assertThat(read(left)).isEqualTo(words(expected));
      assertThat(right).isEqualTo(left);
    }
  }

  @Test
  void idsAreOrderedByTheirBytesHoweverLongTheyAre() {
    List<String> ids =
        new ArrayList<>(
            List.of(
                "", "\0", "a", "a\0", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghj", "é", "～"));
    ids.add("\uD83E\uDD45");
    for (String one : ids) {
      for (String other : ids) {
        assertThat(Integer.signum(reader(one).compareId(reader(other))))
            .as("%s and %s", one, other)
            .isEqualTo(
                Integer.signum(
                    Arrays.compareUnsigned(
                        one.getBytes(StandardCharsets.UTF_8),
                        other.getBytes(StandardCharsets.UTF_8))));
      }
    }
  }

  private static TallyReader reader(String id) {
    TallyReader reader = new TallyReader(PopularityFixtures.tally(Map.of(id, counts(1))));
    assertThat(reader.next()).isTrue();
    return reader;
  }

  /** These bytes are in the state of running jobs. */
  @Test
  void bytesAreThoseOfVersionOne() {
    byte[] tally =
        PopularityFixtures.tally(
            Map.of("c-2", counts(300), "c-1", counts(0, 1, 0, 0, 0, 0, 0, 0, 2)));

    assertThat(HexFormat.of().formatHex(tally))
        .isEqualTo("01" + "03632d31" + "8202" + "0102" + "03632d32" + "01" + "ac02");
  }

  @Test
  void otherVersionIsRefused() {
    byte[] other = {2, 0};

    assertThatIllegalStateException()
        .isThrownBy(() -> new TallyReader(other))
        .withMessageStartingWith("a tally of version 2 is in state, this Nowfeed reads version 1");
  }

  @Test
  void itemCostsItsIdAndSomeBytes() {
    assertThat(PopularityFixtures.tally(Map.of("content-01234567", counts(40, 9, 0, 0, 0, 1))))
        .hasSize(1 + 1 + 16 + 1 + 3);
  }

  private static Map<String, long[]> anyCounts(Random random, Map<String, long[]> expected) {
    Map<String, long[]> counts = new TreeMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      String id = "c-" + random.nextInt(12);
      long[] each = new long[Counts.SIZE];
      each[random.nextInt(Counts.SIZE)] = random.nextInt(1_000_000);
      counts.put(id, each);
    }
    counts.forEach((id, each) -> expected.merge(id, each.clone(), TallyTest::sum));
    return counts;
  }

  private static long[] sum(long[] one, long[] other) {
    long[] sum = new long[Counts.SIZE];
    Arrays.setAll(sum, i -> one[i] + other[i]);
    return sum;
  }

  private static long[] counts(long... first) {
    return Arrays.copyOf(first, Counts.SIZE);
  }

  private static Map<String, String> read(byte[] tally) {
    Map<String, String> read = new TreeMap<>();
    TallyReader reader = new TallyReader(tally);
    while (reader.next()) {
      assertThat(read.put(reader.contentId(), Arrays.toString(reader.counts()))).isNull();
    }
    return read;
  }

  private static Map<String, String> words(Map<String, long[]> counts) {
    Map<String, String> words = new TreeMap<>();
    counts.forEach((id, each) -> words.put(id, Arrays.toString(each)));
    return words;
  }
}
