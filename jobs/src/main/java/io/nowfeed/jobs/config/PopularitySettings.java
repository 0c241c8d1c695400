package io.nowfeed.jobs.config;

import io.nowfeed.events.Measure;
import io.nowfeed.jobs.flow.SegmentName;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;

/** Reads and checks the lists among the options of popularity. */
final class PopularitySettings {
  private PopularitySettings() {}

  static void check(JobConfig config, List<String> problems) {
    int before = problems.size();
    List<WindowSize> windows =
        each(config, JobOptions.WINDOWS, PopularitySettings::window, problems);
    if (problems.size() == before) {
      checkChain(windows, problems);
    }
    distinct(
        JobOptions.SEGMENTS,
        each(config, JobOptions.SEGMENTS, PopularitySettings::segment, problems),
        problems);
    distinct(
        JobOptions.TOP_BY,
        each(config, JobOptions.TOP_BY, PopularitySettings::measure, problems),
        problems);
    List<Integer> bands = config.get(JobOptions.AGE_BANDS);
    for (int i = 0; i < bands.size(); i++) {
      if (bands.get(i) < 1 || (i > 0 && bands.get(i) <= bands.get(i - 1))) {
        problems.add(
            wrong(
                JobOptions.AGE_BANDS, "ages must be at least 1, each greater than the one before"));
        return;
      }
    }
  }

  static List<WindowSize> windows(JobConfig config) {
    return config.get(JobOptions.WINDOWS).stream().map(PopularitySettings::window).toList();
  }

  /** The dimensions of each segment; of the global one, none. */
  static List<List<Dimension>> segments(JobConfig config) {
    return config.get(JobOptions.SEGMENTS).stream().map(PopularitySettings::segment).toList();
  }

  static List<Measure> topBy(JobConfig config) {
    return config.get(JobOptions.TOP_BY).stream().map(PopularitySettings::measure).toList();
  }

  private static WindowSize window(String text) {
    WindowSize window;
    try {
      window = WindowSize.parse(text);
    } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException("must be size/slide, as 1m/5s", e);
    }
    if (window.slide().toMillis() < 1) {
      throw new IllegalArgumentException("the slide must be at least 1 ms");
    }
    if (window.size().toMillis() < 1 || window.size().toMillis() % window.slide().toMillis() != 0) {
      throw new IllegalArgumentException("the size must be a multiple of the slide");
    }
    return window;
  }

  /** A longer window is made of the panes of the one before. */
  private static void checkChain(List<WindowSize> windows, List<String> problems) {
    if (windows.isEmpty()) {
      problems.add(wrong(JobOptions.WINDOWS, "there must be one at least"));
    }
    for (int i = 1; i < windows.size(); i++) {
      WindowSize shorter = windows.get(i - 1);
      WindowSize longer = windows.get(i);
      if (longer.size().compareTo(shorter.size()) <= 0) {
        problems.add(wrong(JobOptions.WINDOWS, "must be in order, the shortest first"));
      } else if (longer.slide().toMillis() % shorter.slide().toMillis() != 0) {
        problems.add(
            wrong(
                JobOptions.WINDOWS,
                "the slide of "
                    + longer.label()
                    + " must be a multiple of that of "
                    + shorter.label()
                    + ", because it is made of its panes"));
      }
    }
  }

  private static List<Dimension> segment(String text) {
    if (text.trim().equals(SegmentName.GLOBAL)) {
      return List.of();
    }
    List<Dimension> dimensions =
        Arrays.stream(text.split(",", -1)).map(PopularitySettings::dimension).toList();
    if (dimensions.stream().distinct().count() < dimensions.size()) {
      throw new IllegalArgumentException("names a dimension twice");
    }
    return dimensions;
  }

  private static Dimension dimension(String name) {
    return known(
        "dimension",
        name,
        Dimension.values(),
        Dimension::label,
        ", or " + SegmentName.GLOBAL + " alone");
  }

  private static Measure measure(String name) {
    return known("measure", name, Measure.values(), Measure::wireName, "");
  }

  private static <T> T known(
      String what, String name, T[] all, Function<T, String> label, String also) {
    return Stream.of(all)
        .filter(each -> label.apply(each).equals(name.trim()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown "
                        + what
                        + "; known are "
                        + String.join(", ", Stream.of(all).map(label).toList())
                        + also));
  }

  private static <T> List<T> each(
      JobConfig config,
      ConfigOption<List<String>> option,
      Function<String, T> read,
      List<String> problems) {
    List<T> values = new ArrayList<>();
    for (String text : config.get(option)) {
      try {
        values.add(read.apply(text));
      } catch (IllegalArgumentException e) {
        problems.add(wrong(option, "cannot use '" + text + "': " + e.getMessage()));
      }
    }
    return values;
  }

  private static void distinct(
      ConfigOption<List<String>> option, List<?> values, List<String> problems) {
    if (values.stream().distinct().count() < values.size()) {
      problems.add(wrong(option, "names something twice"));
    }
  }

  private static String wrong(ConfigOption<?> option, String why) {
    return "key '" + option.key() + "': " + why;
  }
}
