package io.nowfeed.jobs.covisitation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an item costs in state, as it is written: the figures of docs/recommendations.md. A key, its
 * key group and the time of the TTL are some 20 bytes more for each of the two states.
 */
class CoVisitationStateSizeTest {
  private static final int MAX_OF_ANY_ITEM = 25;
  private static final int MAX_OF_A_NEIGHBOUR = 16;
  private static final int MAX_OF_A_COUNT = 19;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 50, 64, 99, 100, 5_000})
  void anItemCostsSoManyBytes(int neighbours) throws IOException {
    Neighbourhood neighbourhood = new Neighbourhood();
    for (int i = 0; i < neighbours; i++) {
      neighbourhood.learn(i + 1L, 1, Fixtures.NOON, 1, 100);
    }
    int kept = Math.min(neighbours, 100);
    int bytes = bytes(neighbourhood, Neighbourhood.class);
    int ofCount = bytes(new ItemCount(2.5, Fixtures.NOON), ItemCount.class);
    System.out.printf(
        "co-visitation: an item with %d neighbours: %d bytes, its count %d%n",
        kept, bytes, ofCount);

    assertThat(bytes)
        .isBetween(MAX_OF_A_NEIGHBOUR * kept, MAX_OF_ANY_ITEM + MAX_OF_A_NEIGHBOUR * kept);
    assertThat(ofCount).isBetween(16, MAX_OF_A_COUNT);
  }

  private static <T> int bytes(T value, Class<T> type) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1_024);
    TypeInformation.of(type).createSerializer(new SerializerConfigImpl()).serialize(value, out);
    return out.length();
  }
}
