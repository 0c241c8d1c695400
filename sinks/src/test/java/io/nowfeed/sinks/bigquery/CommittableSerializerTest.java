package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CommittableSerializerTest {
  private static final String STREAM_AND_OFFSET =
      "002c" // length of the stream's name
          + "70726f6a656374732f702f64617461736574732f642f"
          + "7461626c65732f742f73747265616d732f73c3bc6d31"
          + "000000000000007b"; // last offset

  private static final String HANDED_OVER = "0000018bcfe56800";

  // What version 1 wrote, for ever: savepoints hold it.
  private static final byte[] GOLDEN_V1 = bytes(STREAM_AND_OFFSET + "01"); // end of stream

  // What version 2 wrote while the end of the stream was finalized.
  private static final byte[] GOLDEN_V2_AT_END = bytes(STREAM_AND_OFFSET + "01" + HANDED_OVER);

  // What version 2 writes.
  private static final byte[] GOLDEN_V2 = bytes(STREAM_AND_OFFSET + "00" + HANDED_OVER);

  private static final BigQueryCommittable COMMITTABLE =
      new BigQueryCommittable(
          "projects/p/datasets/d/tables/t/streams/süm1", 123, 1_700_000_000_000L);

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
  void whatFinalizedItsStreamSaysSoUntilItIsCommitted() throws IOException {
    BigQueryCommittable atEnd = serializer.deserialize(2, GOLDEN_V2_AT_END);

    assertThat(atEnd)
        .isEqualTo(
            new BigQueryCommittable(COMMITTABLE.stream(), 123, true, COMMITTABLE.handedOverAt()));
    assertThat(serializer.serialize(atEnd)).isEqualTo(GOLDEN_V2_AT_END);
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

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
