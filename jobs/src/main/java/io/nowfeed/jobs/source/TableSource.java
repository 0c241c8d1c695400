package io.nowfeed.jobs.source;

import io.nowfeed.jobs.flow.Inbound;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;

/**
 * Kafka's source of a table, which also says, after every start and of every partition, when it is
 * read to where it ended at that start: what joins with the table then knows that it has all of it.
 *
 * @param <T> what comes of the table
 */
final class TableSource<T>
    implements Source<Inbound<T>, KafkaPartitionSplit, KafkaSourceEnumState>,
        ResultTypeQueryable<Inbound<T>>,
        LineageVertexProvider {
  private static final long serialVersionUID = 1L;

  private final KafkaSource<Inbound<T>> kafka;
  private final TableSchema<T> schema;
  private final TableEnds ends;

  /**
   * @param kafka the source, which reads with {@code schema}
   * @param schema told by the reader what to say
   * @param ends asks the same Kafka
   */
  TableSource(KafkaSource<Inbound<T>> kafka, TableSchema<T> schema, TableEnds ends) {
    this.kafka = kafka;
    this.schema = schema;
    this.ends = ends;
  }

  @Override
  public SourceReader<Inbound<T>, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    return new TableReader<>(kafka.createReader(context), schema, ends);
  }

  @Override
  public Boundedness getBoundedness() {
    return kafka.getBoundedness();
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) {
    return kafka.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState checkpoint)
      throws java.io.IOException {
    return kafka.restoreEnumerator(context, checkpoint);
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return kafka.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return kafka.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<Inbound<T>> getProducedType() {
    return kafka.getProducedType();
  }

  @Override
  public LineageVertex getLineageVertex() {
    return kafka.getLineageVertex();
  }
}
