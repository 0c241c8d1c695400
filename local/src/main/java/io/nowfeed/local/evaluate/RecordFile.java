package io.nowfeed.local.evaluate;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * A sink into a file: what the job tells whoever runs it, who may look how many records of one size
 * there are while it runs. For a job of parallelism 1 that is not restarted.
 */
final class RecordFile<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  /** How a record is written. */
  @FunctionalInterface
  interface Layout<T> extends Serializable {
    void write(T record, DataOutput out) throws IOException;
  }

  /** Where a record's event is, from 1. */
  @FunctionalInterface
  interface Place<T> extends Serializable {
    long of(T record);
  }

  private final String file;
  private final String reached;
  private final Place<T> place;
  private final Layout<T> layout;

  RecordFile(Path file, Layout<T> layout) {
    this(file, null, record -> 0, layout);
  }

  /**
   * @param reached the file of a {@link SharedNumber} that is raised to the place of each record;
   *     null for none
   */
  RecordFile(Path file, Path reached, Place<T> place, Layout<T> layout) {
    this.file = file.toString();
    this.reached = reached == null ? null : reached.toString();
    this.place = place;
    this.layout = layout;
  }

  /**
   * How many records a file has so far.
   *
   * @param bytes that each has
   */
  static long records(Path file, int bytes) throws IOException {
    try {
      return Files.size(file) / bytes;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Reads a file from its start. */
  static DataInputStream read(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(file))));
    return new Writer<>(
        out, layout, place, reached == null ? null : SharedNumber.in(Path.of(reached)));
  }

  private record Writer<T>(
      DataOutputStream out, Layout<T> layout, Place<T> place, SharedNumber reached)
      implements SinkWriter<T> {
    @Override
    public void write(T record, Context context) throws IOException {
      layout.write(record, out);
      if (reached != null) {
        reached.raise(place.of(record));
      }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
