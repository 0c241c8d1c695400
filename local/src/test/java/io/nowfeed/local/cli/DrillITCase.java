package io.nowfeed.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every server is killed and frozen once, under load, and every number is right. */
class DrillITCase {
  private static final int KINDS_OF_FAULTS = 15;

  @TempDir private Path folder;

  @Test
  void everyKindOfFaultChangesNoNumber() {
    CommandLineRun drill =
        CommandLineRun.of(
            "drill",
            "--quick",
            "--port-base",
            "0",
            "--data-dir",
            folder.resolve("data").toString());

    System.out.println(drill.out());
    assertThat(drill.err()).isEmpty();
    assertThat(drill.exitCode()).as(drill.out()).isZero();
    assertThat(drill.out().lines().filter(line -> line.matches("\\| .*(kill|freeze) .*")))
        .hasSize(KINDS_OF_FAULTS);
    assertThat(drill.out())
        .contains("missing              0")
        .contains("repeated             0")
        .contains("versions             0 of ")
        .contains("popularity           0 rows differ from SQL")
        .contains("users                0 differ");
    assertThat(counted(drill.out(), "of ([\\d,]+) boards")).isGreaterThan(1_000);
    assertThat(counted(drill.out(), "of ([\\d,]+) lists")).isGreaterThan(1_000);
  }

  private static long counted(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).isTrue();
    return Long.parseLong(found.group(1).replace(",", ""));
  }
}
