package io.nowfeed.bench.flow;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Throws away what comes, and tells the {@link Race} when the last watermark has come. */
public final class FinishSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final String race;
  private final long end;

  /**
   * @param end the last watermark, epoch milliseconds
   */
  public FinishSink(String race, long end) {
    this.race = race;
    this.end = end;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new Writer<>(Race.of(race), end);
  }

  private static final class Writer<T> implements SinkWriter<T> {
    private final Race race;
    private final long end;
    private boolean finished;

    private Writer(Race race, long end) {
      this.race = race;
      this.end = end;
    }

    @Override
    public void write(T element, Context context) {}

    @Override
    public void writeWatermark(Watermark watermark) {
      if (!finished && watermark.getTimestamp() >= end) {
        finished = true;
        race.finished();
      }
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
