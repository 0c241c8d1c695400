package io.nowfeed.jobs.popularity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TallyMergeTest {
  @Test
  void itemIsTheSumOfWhatBothWindowsHaveOfIt() {
    TallyMerge merge =
        new TallyMerge(
            List.of(tally("b", 1), tally("a", 2), tally("b", 4)),
            List.of(tally("b", 8), tally("c", 16)));

    assertThat(words(merge)).containsExactly("a 2 0 true", "b 5 8 true", "c 0 16 false");
  }

  @Test
  void nothingIsMerged() {
    assertThat(words(new TallyMerge(List.of(), List.of()))).isEmpty();
    assertThat(words(new TallyMerge(List.of(Tally.NOTHING), List.of(Tally.NOTHING)))).isEmpty();
  }

  @Test
  void itemsComeInTheOrderOfTheirIdsWhateverTheTallies() {
    Random random = new Random(11);
    for (int run = 0; run < 300; run++) {
      Map<String, long[]> expected = new TreeMap<>();
      List<List<byte[]>> tallies = List.of(new ArrayList<>(), new ArrayList<>());
      for (int i = random.nextInt(40); i > 0; i--) {
        int window = random.nextInt(2);
        Map<String, long[]> counts = new HashMap<>();
        for (int j = random.nextInt(12); j > 0; j--) {
          counts.put("c-" + random.nextInt(30), counts(1 + random.nextInt(300)));
        }
        counts.forEach(
            (id, each) -> expected.computeIfAbsent(id, key -> new long[2])[window] += each[0]);
        tallies.get(window).add(PopularityFixtures.tally(counts));
      }

      assertThat(words(new TallyMerge(tallies.get(0), tallies.get(1))))
          .containsExactlyElementsOf(
              expected.entrySet().stream()
                  .map(
                      each ->
                          each.getKey()
                              + " "
                              + each.getValue()[0]
                              + " "
                              + each.getValue()[1]
                              + " "
                              + (each.getValue()[0] > 0))
                  .toList());
    }
  }

  private static List<String> words(TallyMerge merge) {
    List<String> words = new ArrayList<>();
    while (merge.next()) {
      words.add(
          merge.contentId() + " " + merge.now()[0] + " " + merge.before()[0] + " " + merge.inNow());
    }
    return words;
  }

  private static byte[] tally(String contentId, long count) {
    return PopularityFixtures.tally(Map.of(contentId, counts(count)));
  }

  private static long[] counts(long count) {
    return Arrays.copyOf(new long[] {count}, Counts.SIZE);
  }
}
