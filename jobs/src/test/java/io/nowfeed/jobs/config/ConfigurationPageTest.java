package io.nowfeed.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  /** Tests run in the module's folder. */
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void pageSaysWhatTheOptionsAre() throws IOException {
    String page = ConfigurationPage.markdown();
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(PAGE, page, StandardCharsets.UTF_8);
    }
    assertThat(PAGE)
        .as(
            "docs/configuration.md; regenerate it by"
                + " mvn -pl jobs test -Dtest=ConfigurationPageTest -Dregenerate=true")
        .content(StandardCharsets.UTF_8)
        .isEqualTo(page);
  }

  @Test
  void everyOptionHasARowOfFourCells() {
    for (ConfigOption<?> option : JobOptions.all()) {
      assertThat(ConfigurationPage.markdown().lines().filter(line -> names(line, option)))
          .as("%s", option.key())
          .singleElement()
          .satisfies(row -> assertThat(row.split("(?<!\\\\)\\|")).hasSize(5));
    }
  }

  @Test
  void defaultsCanBeGivenAsTheyAreWritten() throws Exception {
    for (ConfigOption<?> option : JobOptions.all()) {
      if (option.hasDefaultValue()) {
        String written = OptionTypes.defaultOf(option);
        JobConfig config = JobConfig.of(Map.of(option.key(), written), List.of());
        assertThat((Object) config.get(option))
            .as("%s=%s", option.key(), written)
            .isEqualTo(option.defaultValue());
      }
    }
  }

  private static boolean names(String line, ConfigOption<?> option) {
    return line.startsWith("| `" + option.key() + "` |");
  }
}
