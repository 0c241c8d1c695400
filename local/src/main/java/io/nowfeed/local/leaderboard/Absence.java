package io.nowfeed.local.leaderboard;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says that a board is not there, and what is. */
final class Absence {
  /** As many segments as fit a few lines. */
  private static final int NAMED = 10;

  private Absence() {}

  /** Why there is no such board among those that are there. */
  static String of(BoardKey wanted, Set<BoardKey> there) {
    if (there.isEmpty()) {
      return nothing(wanted.segment());
    }
    List<String> segments = segments(wanted, there);
    if (segments.isEmpty()) {
      return "no board in %s: its first has not ended yet, nothing was popular in it, or there is no such window; windows there are: %s"
          .formatted(wanted.window(), windows(there));
    }
    String elsewhere =
        windows(there.stream().filter(key -> key.segment().equals(wanted.segment())).toList());
    return "no board of %s: nothing was popular there, or there is no such segment%s; segments there are: %s"
        .formatted(
            wanted, elsewhere.isEmpty() ? "" : "; it has one in " + elsewhere, few(segments));
  }

  /** Why there is no board at all. */
  static String nothing(String segment) {
    return "no board of "
        + segment
        + ": topic popularity holds none at all; nothing is popular, or no PersonalizationJob writes"
        + " there";
  }

  /** Those of the wanted dimensions first: they are what a misspelt one may have meant. */
  private static List<String> segments(BoardKey wanted, Set<BoardKey> there) {
    String dimensions = dimensions(wanted.segment());
    return there.stream()
        .filter(key -> key.window().equals(wanted.window()))
        .map(BoardKey::segment)
        .sorted(
            Comparator.comparing((String segment) -> !dimensions(segment).equals(dimensions))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** The segment without its values: {@code language,category}. */
  private static String dimensions(String segment) {
    return segment.replaceAll("=[^,]*", "");
  }

  private static String windows(Collection<BoardKey> there) {
    return there.stream()
        .map(BoardKey::window)
        .distinct()
        .sorted(BoardKey.BY_LENGTH)
        .collect(Collectors.joining(", "));
  }

  private static String few(List<String> segments) {
    String named = segments.stream().limit(NAMED).collect(Collectors.joining(", "));
    return segments.size() <= NAMED
        ? named
        : named + ", and " + (segments.size() - NAMED) + " more";
  }
}
