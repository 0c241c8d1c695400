package io.nowfeed.sinks.bigquery;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Version 1: stream as modified UTF-8, last offset as 8 bytes, 1 byte that says whether the version
 * that wrote it finalizes the stream once it is flushed. Version 2: the same, and 8 bytes of when
 * it was handed over.
 */
final class CommittableSerializer implements SimpleVersionedSerializer<BigQueryCommittable> {
  private static final int WITHOUT_TIME = 1;
  private static final int VERSION = 2;
  private static final int TYPICAL_BYTES = 160;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(BigQueryCommittable committable) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(TYPICAL_BYTES);
    out.writeUTF(committable.stream());
    out.writeLong(committable.lastOffset());
    out.writeBoolean(committable.finalizedByUs());
    out.writeLong(committable.handedOverAt());
    return out.getCopyOfBuffer();
  }

  @Override
  public BigQueryCommittable deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION && version != WITHOUT_TIME) {
      throw new IOException(
          "The checkpoint holds BigQuery commits of format version "
              + version
              + ", and this job knows versions up to "
              + VERSION
              + ": restore it with the Nowfeed version that wrote it");
    }
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    return new BigQueryCommittable(
        in.readUTF(), in.readLong(), in.readBoolean(), version == WITHOUT_TIME ? 0 : in.readLong());
  }
}
