package io.nowfeed.local.upgrade;

import io.nowfeed.local.upgrade.SavepointStates.State;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** States that savepoints of older versions hold and that are gone on purpose. */
final class RemovedStates {
  private static final Path FILE = KeptSavepoints.FOLDER.resolve("removed.txt");
  private static final String ALL = "*";

  private RemovedStates() {}

  /**
   * A line of the file.
   *
   * @param version the first of Nowfeed that does without
   * @param job whose state it was
   * @param uid of its operator
   * @param state its name, or {@code *} for an operator that is gone
   * @param reason why, and what becomes of what it held
   */
  record Removed(String version, String job, String uid, String state, String reason) {
    private static Removed parse(String line) {
      String[] parts = line.split(" \\| ", -1);
      if (parts.length != 5) {
        throw new AssertionError(
            FILE + ": '" + line + "' is not: version | job | uid | state or * | reason");
      }
      return new Removed(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

    boolean isOfOperator() {
      return state.equals(ALL);
    }

    /** Whether it is about a state of a job. */
    boolean covers(String ofJob, State held) {
      return job.equals(ofJob)
          && uid.equals(held.uid())
          && (isOfOperator() || state.equals(held.name()));
    }

    /** Whether savepoints of a version may hold the state. */
    boolean isAfter(String other) {
      return Version.parse(version).compareTo(Version.parse(other)) > 0;
    }
  }

  static List<Removed> all() {
    try (Stream<String> lines = Files.lines(FILE)) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Removed::parse)
          .toList();
    } catch (IOException e) {
      throw new AssertionError("cannot read " + FILE, e);
    }
  }

  /** Whether a job has lost whole operators. */
  static boolean ofOperators(String job) {
    return all().stream().anyMatch(each -> each.job().equals(job) && each.isOfOperator());
  }
}
