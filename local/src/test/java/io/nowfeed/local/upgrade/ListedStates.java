package io.nowfeed.local.upgrade;

import io.nowfeed.local.upgrade.SavepointStates.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The states of the jobs of today, as they are listed for people to look at. */
final class ListedStates {
  private ListedStates() {}

  static Path file(String job) {
    return KeptSavepoints.FOLDER.resolve(job + "-states.txt");
  }

  static Set<State> of(String job) throws IOException {
    try (Stream<String> lines = Files.lines(file(job))) {
      return lines.map(State::parse).collect(Collectors.toSet());
    }
  }
}
