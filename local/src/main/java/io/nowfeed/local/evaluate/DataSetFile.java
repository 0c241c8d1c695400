package io.nowfeed.local.evaluate;

import io.nowfeed.local.replay.ReplayMapping;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * Where a data set is, so that a task of the job can read it itself: what a job is made of is
 * copied into its tasks, and a data set is too large for that.
 *
 * @param file the replay file
 * @param mapping the mapping file, null for that of UCI Online Retail
 * @param shuffle the seed of the order within sessions, null for that of the file
 */
record DataSetFile(String file, String mapping, Long shuffle) implements Serializable {
  static DataSetFile of(Path file, Path mapping) {
    return new DataSetFile(file.toString(), mapping == null ? null : mapping.toString(), null);
  }

  /** The same with shuffled sessions. */
  DataSetFile shuffled(long seed) {
    return new DataSetFile(file, mapping, seed);
  }

  /** Reads the data set. */
  DataSet read() {
    ReplayMapping columns =
        mapping == null ? ReplayMapping.onlineRetail() : ReplayMapping.load(Path.of(mapping));
    DataSet dataSet = DataSet.read(Path.of(file), columns);
    return shuffle == null ? dataSet : dataSet.shuffled(shuffle);
  }
}
