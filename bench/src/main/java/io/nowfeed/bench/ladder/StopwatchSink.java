package io.nowfeed.bench.ladder;

import io.nowfeed.bench.flow.FinishSink;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Trigger;
import java.io.IOException;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Stops the {@link Stopwatch} of each list's event. */
final class StopwatchSink implements Sink<Recommendations> {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final FinishSink<Recommendations> finish;

  /**
   * @param name of the stopwatch and of the race
   * @param end the last watermark, epoch milliseconds
   */
  StopwatchSink(String name, long end) {
    this.name = name;
    this.finish = new FinishSink<>(name, end);
  }

  @Override
  public SinkWriter<Recommendations> createWriter(WriterInitContext context) {
    return new Writer(Stopwatch.of(name), finish.createWriter(context));
  }

  private static final class Writer implements SinkWriter<Recommendations> {
    private final Stopwatch stopwatch;
    private final SinkWriter<Recommendations> finish;

    private Writer(Stopwatch stopwatch, SinkWriter<Recommendations> finish) {
      this.stopwatch = stopwatch;
      this.finish = finish;
    }

    @Override
    public void write(Recommendations list, Context context) {
      if (list.trigger().kind() != Trigger.Kind.WITHDRAWAL) {
        stopwatch.stop(Long.parseLong(list.trigger().eventId()), list.arm());
      }
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
      finish.writeWatermark(watermark);
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
