package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CommittableSerializerTest {
  // What version 1 wrote, for ever: savepoints hold it.
  private static final byte[] GOLDEN_V1 =
      HexFormat.of()
          .parseHex(
              "002c" // length of the stream's name
                  + "70726f6a656374732f702f64617461736574732f642f"
                  + "7461626c65732f742f73747265616d732f73c3bc6d31"
                  + "000000000000007b" // last offset
                  + "01"); // end of stream

  private static final BigQueryCommittable COMMITTABLE =
      new BigQueryCommittable("projects/p/datasets/d/tables/t/streams/süm1", 123, true);

  private final CommittableSerializer serializer = new CommittableSerializer();

  @Test
  void readsTheGoldenBytes() throws IOException {
    assertThat(serializer.deserialize(1, GOLDEN_V1)).isEqualTo(COMMITTABLE);
  }

  @Test
  void writesTheGoldenBytes() throws IOException {
    assertThat(serializer.getVersion()).isEqualTo(1);
    assertThat(serializer.serialize(COMMITTABLE)).isEqualTo(GOLDEN_V1);
  }

  @Test
  void refusesAVersionFromTheFuture() {
    assertThatThrownBy(() -> serializer.deserialize(2, GOLDEN_V1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format version 2, and this job knows version 1 only");
  }
}
