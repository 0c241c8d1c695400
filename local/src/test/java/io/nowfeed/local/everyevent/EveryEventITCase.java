package io.nowfeed.local.everyevent;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every event is joined and accounted for, whatever happens: random changes of users and content,
 * random events, good, repeated, late, too early and malformed, and random failures; every record
 * that comes out is what a plain model says. {@code -Dnowfeed.seed=N} draws another script.
 */
class EveryEventITCase {
  private static final long SEED = Long.getLong("nowfeed.seed", 1L);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, true", "4, false"})
  void everyRecordIsWhatTheModelSays(int parallelism, boolean patient) throws Exception {
    Setting setting = new Setting(SEED + parallelism, parallelism, patient);
    Run.play(ScriptWriter.script(setting), folder);
  }

  /** Stopped with a savepoint and started from it, while events come and while some wait. */
  @Test
  void everyRecordIsWhatTheModelSaysWhenTheJobIsUpgradedWiderAndNarrower() throws Exception {
    Setting setting = new Setting(SEED, 1, true);
    Run.play(ScriptWriter.upgrades(setting, List.of(4, 2)), folder);
  }
}
