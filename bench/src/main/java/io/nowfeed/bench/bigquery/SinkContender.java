package io.nowfeed.bench.bigquery;

import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQuerySink;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** Our sink as a job has it, its writer's and its committer's operator; without a network. */
final class SinkContender implements Contender {
  private final List<Visit> rows;

  SinkContender(List<Visit> rows) {
    this.rows = rows;
  }

  @Override
  public String name() {
    return "BigQuerySink";
  }

  @Override
  public void write(BigQueryConnection connection, int passes) throws Exception {
    run(BigQuerySink.builder(connection, VisitTable.NAME, Visit.class).build(), passes);
  }

  private <C, S extends Sink<Visit> & SupportsCommitter<C>> void run(S sink, int passes)
      throws Exception {
    TypeSerializer<CommittableMessage<C>> serializer =
        CommittableMessageTypeInfo.of(sink::getCommittableSerializer)
            .createSerializer(new SerializerConfigImpl());
    commit(sink, write(new SinkWriterOperatorFactory<>(sink), serializer, passes), serializer);
  }

  private <C> List<CommittableMessage<C>> write(
      SinkWriterOperatorFactory<Visit, C> writer,
      TypeSerializer<CommittableMessage<C>> serializer,
      int passes)
      throws Exception {
    try (OneInputStreamOperatorTestHarness<Visit, CommittableMessage<C>> harness =
        new OneInputStreamOperatorTestHarness<>(writer)) {
      harness.setup(serializer);
      harness.open();
      for (int pass = 0; pass < passes; pass++) {
        writePass(harness);
      }
      harness.endInput();
      return new ArrayList<>(harness.extractOutputValues());
    }
  }

  private void writePass(OneInputStreamOperatorTestHarness<Visit, ?> harness) throws Exception {
    StreamRecord<Visit> element = new StreamRecord<>(null);
    for (Visit row : rows) {
      harness.processElement(element.replace(row, row.eventTime().toEpochMilli()));
    }
  }

  private static <C> void commit(
      SupportsCommitter<C> sink,
      List<CommittableMessage<C>> committables,
      TypeSerializer<CommittableMessage<C>> serializer)
      throws Exception {
    try (OneInputStreamOperatorTestHarness<CommittableMessage<C>, CommittableMessage<C>> harness =
        new OneInputStreamOperatorTestHarness<>(
            new CommitterOperatorFactory<>(sink, false, true), serializer)) {
      harness.setup(serializer);
      harness.open();
      for (CommittableMessage<C> committable : committables) {
        harness.processElement(new StreamRecord<>(committable));
      }
      harness.endInput();
      harness.notifyOfCompletedCheckpoint(1);
    }
  }
}
