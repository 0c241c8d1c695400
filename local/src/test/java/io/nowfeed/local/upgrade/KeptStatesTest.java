package io.nowfeed.local.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.local.upgrade.KeptSavepoints.Kept;
import io.nowfeed.local.upgrade.RemovedStates.Removed;
import io.nowfeed.local.upgrade.SavepointStates.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every state that a released version left in its savepoints is still there under its name, or is
 * declared to be gone. A changed uid or name is both: a state that is gone and a new one that is
 * empty.
 */
class KeptStatesTest {
  private static final Path GOLDEN_TYPES =
      Path.of("..", "jobs", "src", "test", "resources", "io", "nowfeed", "jobs", "state");

  private static final Pattern TYPE = Pattern.compile(" of io\\.nowfeed\\.[\\w.]*?(\\w+)$");

  static List<Kept> kept() {
    return KeptSavepoints.all();
  }

  @ParameterizedTest
  @MethodSource("kept")
  void everyStateIsThereOrDeclaredToBeGone(Kept kept) throws IOException {
    Set<State> today = ListedStates.of(kept.job());
    List<State> lost = new ArrayList<>(SavepointStates.of(kept.read()));
    lost.removeIf(state -> today.contains(state) || isDeclared(kept, state));
    assertThat(lost)
        .as(
            "states of %s that %s does not have: give them back their uid, name and type, or declare"
                + " in removed.txt what becomes of them",
            kept, kept.job())
        .isEmpty();
  }

  @Test
  void nothingIsDeclaredToBeGoneThatIsThere() throws IOException {
    for (Removed removed : RemovedStates.all()) {
      assertThat(ListedStates.of(removed.job()))
          .as("%s", removed)
          .noneMatch(state -> removed.covers(removed.job(), state));
    }
  }

  @Test
  void savepointsOfEachJobAreKept() {
    assertThat(KeptSavepoints.all())
        .extracting(Kept::job)
        .contains("personalization", "analytics", "archive");
  }

  /** See {@code StateEvolutionTest}. */
  @ParameterizedTest
  @ValueSource(strings = {"personalization", "analytics", "archive"})
  void everyTypeInStateHasAGoldenFile(String job) throws IOException {
    for (State state : ListedStates.of(job)) {
      Matcher type = TYPE.matcher(state.type());
      if (type.find()) {
        String name = type.group(1);
        try (var files = Files.list(GOLDEN_TYPES)) {
          assertThat(files.map(file -> file.getFileName().toString()))
              .as("of %s", state)
              .anyMatch(file -> file.matches(name + "(-\\w+)?\\.v1\\.txt"));
        }
      }
    }
  }

  private static boolean isDeclared(Kept kept, State state) {
    return RemovedStates.all().stream()
        .anyMatch(each -> each.isAfter(kept.version()) && each.covers(kept.job(), state));
  }
}
