package io.nowfeed.sinks.archive;

import io.nowfeed.sinks.kafka.SerializableFunction;
import java.time.Duration;
import java.time.LocalDate;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/**
 * A folder a day in UTC, named as Hive, Spark and BigQuery's external tables know it. Flink's own
 * assigner goes by the clock; a late row, or a replayed one, belongs to the day it happened.
 *
 * @param <T> the row type
 */
final class DayFolders<T> implements BucketAssigner<T, String> {
  private static final long serialVersionUID = 1L;
  private static final String COLUMN = "dt=";
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final SerializableFunction<T, Long> time;
  private long lastDay = Long.MIN_VALUE;
  private String lastFolder;

  DayFolders(SerializableFunction<T, Long> time) {
    this.time = time;
  }

  @Override
  public String getBucketId(T row, Context context) {
    long day = Math.floorDiv(time.apply(row), DAY);
    if (day != lastDay) {
      lastDay = day;
      lastFolder = COLUMN + LocalDate.ofEpochDay(day);
    }
    return lastFolder;
  }

  @Override
  public SimpleVersionedSerializer<String> getSerializer() {
    return SimpleVersionedStringSerializer.INSTANCE;
  }
}
