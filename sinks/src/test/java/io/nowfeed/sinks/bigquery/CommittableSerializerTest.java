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

  // What version 2 writes.
  private static final byte[] GOLDEN_V2 =
      HexFormat.of()
          .parseHex(HexFormat.of().formatHex(GOLDEN_V1) + "0000018bcfe56800"); // handed over

  private static final BigQueryCommittable COMMITTABLE =
      new BigQueryCommittable(
          "projects/p/datasets/d/tables/t/streams/süm1", 123, true, 1_700_000_000_000L);

  private final CommittableSerializer serializer = new CommittableSerializer();

  @Test
  void readsTheGoldenBytes() throws IOException {
    assertThat(serializer.deserialize(2, GOLDEN_V2)).isEqualTo(COMMITTABLE);
  }

  @Test
  void readsWhatHadNoTimeYet() throws IOException {
    assertThat(serializer.deserialize(1, GOLDEN_V1))
        .isEqualTo(new BigQueryCommittable(COMMITTABLE.stream(), 123, true, 0));
  }

  @Test
  void writesTheGoldenBytes() throws IOException {
    assertThat(serializer.getVersion()).isEqualTo(2);
    assertThat(serializer.serialize(COMMITTABLE)).isEqualTo(GOLDEN_V2);
  }

  @Test
  void refusesAVersionFromTheFuture() {
    assertThatThrownBy(() -> serializer.deserialize(3, GOLDEN_V2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format version 3, and this job knows versions up to 2");
  }
}
