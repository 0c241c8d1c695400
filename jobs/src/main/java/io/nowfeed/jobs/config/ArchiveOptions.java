package io.nowfeed.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.core.fs.Path;

/** The options of the archive. */
public final class ArchiveOptions {
  public static final ConfigOption<String> PATH =
      key("archive.path")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Folder of the archive, with the scheme of a file system that the cluster has:"
                  + " s3://bucket/nowfeed, gs://…, hdfs://…, file:///….");

  public static final ConfigOption<Duration> ROLL_INTERVAL =
      key("archive.roll-interval")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "How often the archive's files are ended and become readable: the checkpoint interval"
                  + " of ArchiveJob. Each time a file a subtask, table and day; shorter means more"
                  + " and smaller ones. Shorter than kafka.transaction.timeout.");

  static final List<ConfigOption<?>> ALL = List.of(PATH, ROLL_INTERVAL);

  private ArchiveOptions() {}

  /** Without a scheme a path would be on the disk of each TaskManager, wherever it was started. */
  static void check(JobConfig config, List<String> problems) {
    String path = config.get(PATH);
    if (path != null && !hasScheme(path)) {
      problems.add(
          "key 'archive.path': must begin with the scheme of a file system, as s3://bucket/folder or"
              + " file:///folder, is '"
              + path
              + "'");
    }
  }

  private static boolean hasScheme(String path) {
    try {
      return new Path(path).toUri().getScheme() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
