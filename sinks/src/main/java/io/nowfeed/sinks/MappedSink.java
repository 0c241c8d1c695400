package io.nowfeed.sinks;

import io.nowfeed.sinks.kafka.SerializableFunction;
import io.nowfeed.sinks.lineage.Datasets;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;

/**
 * Hands another sink what it makes of each element, where no operator can stand before that one. Of
 * an at-least-once sink: nobody commits for it.
 *
 * @param <S> what comes
 * @param <T> what the other sink takes
 */
public final class MappedSink<S, T> implements Sink<S>, LineageVertexProvider {
  private static final long serialVersionUID = 1L;

  private final SerializableFunction<S, T> function;
  private final Sink<T> sink;

  /**
   * @param function makes what the sink takes
   * @param sink takes it, at least once
   */
  public MappedSink(SerializableFunction<S, T> function, Sink<T> sink) {
    this.function = function;
    this.sink = sink;
  }

  @Override
  public SinkWriter<S> createWriter(WriterInitContext context) throws IOException {
    return new Writer<>(function, sink.createWriter(context));
  }

  @Override
  public LineageVertex getLineageVertex() {
    return () -> Datasets.of(sink);
  }

  private record Writer<S, T>(SerializableFunction<S, T> function, SinkWriter<T> writer)
      implements CommittingSinkWriter<S, Object> {
    /** So that whoever cannot commit sees that it would have to. */
    @Override
    public Collection<Object> prepareCommit() throws IOException, InterruptedException {
      return writer instanceof CommittingSinkWriter<?, ?> committing
          ? List.copyOf(committing.prepareCommit())
          : List.of();
    }

    @Override
    public void write(S element, Context context) throws IOException, InterruptedException {
      writer.write(function.apply(element), context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      writer.flush(endOfInput);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
      writer.writeWatermark(watermark);
    }

    @Override
    public void close() throws Exception {
      writer.close();
    }
  }
}
