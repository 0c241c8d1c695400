package io.nowfeed.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.flow.Taste;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a user costs the profiler in state, as it is written: the figures of
 * docs/recommendations.md. A key, its key group and the time of the TTL are some 28 bytes more.
 */
class ProfileStateSizeTest {
  private static final int MAX_OF_ANY_USER = 90;
  private static final int MAX_OF_AN_ITEM = 8;

  /** With a name of ten characters. */
  private static final int MAX_OF_A_CATEGORY = 24;

  @ParameterizedTest
  @CsvSource({"0, 0", "10, 3", "100, 16"})
  void aProfileCostsSoManyBytes(int items, int categories) throws IOException {
    List<Taste> tastes =
        IntStream.range(0, categories)
            .mapToObj(i -> new Taste("category%02d".formatted(i), .5))
            .toList();
    Profile profile =
        new Profile(
            1,
            2,
            new Session(1, 2, 3, 4),
            LongStream.range(0, items).toArray(),
            tastes,
            Fixtures.NOON);
    DataOutputSerializer out = new DataOutputSerializer(1_024);
    TypeInformation.of(Profile.class)
        .createSerializer(new SerializerConfigImpl())
        .serialize(profile, out);
    System.out.printf(
        "a profile of %d items and %d categories: %d bytes%n", items, categories, out.length());

    assertThat(out.length())
        .isLessThanOrEqualTo(
            MAX_OF_ANY_USER + MAX_OF_AN_ITEM * items + MAX_OF_A_CATEGORY * categories);
  }
}
