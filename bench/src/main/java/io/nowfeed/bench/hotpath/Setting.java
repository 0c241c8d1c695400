package io.nowfeed.bench.hotpath;

import java.nio.file.Path;
import java.util.List;

/**
 * What a contender is told.
 *
 * @param bootstrapServers the broker
 * @param run unique, part of the names of what it writes
 * @param parallelism subtasks, or threads
 * @param state where state is; of Flink's contenders only
 * @param directory for files of its own
 */
record Setting(String bootstrapServers, String run, int parallelism, State state, Path directory) {
  /** Where state is. */
  enum State {
    HEAP,
    ROCKSDB
  }

  static Setting of(List<String> args) {
    return new Setting(
        args.get(0),
        args.get(1),
        Integer.parseInt(args.get(2)),
        State.valueOf(args.get(3)),
        Path.of(args.get(4)));
  }

  String[] args(Contender contender, long events) {
    return new String[] {
      contender.name(),
      String.valueOf(events),
      bootstrapServers,
      run,
      String.valueOf(parallelism),
      state.name(),
      directory.toString()
    };
  }

  /** A topic of this run. */
  String topic(String name) {
    return name + "-" + run;
  }
}
