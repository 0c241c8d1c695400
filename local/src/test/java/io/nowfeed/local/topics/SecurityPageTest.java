package io.nowfeed.local.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.local.topics.TopicsFile.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/security.md says of rights is what is declared. */
class SecurityPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."))
          .toAbsolutePath()
          .resolveSibling("docs")
          .resolve("security.md");
  private static final String BEGIN = "<!-- generated from deploy/topics.yaml -->\n";
  private static final String END = "<!-- end -->\n";

  @Test
  void pageHasTheRightsOfEveryPrincipal() throws IOException {
    String page = Files.readString(PAGE);
    String generated =
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + table()
            + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(PAGE, generated);
    }
    assertThat(PAGE)
        .as(
            "docs/security.md; regenerate it by"
                + " mvn -pl local -am test -Dtest=SecurityPageTest -Dregenerate=true")
        .hasContent(generated);
  }

  private static String table() {
    return "\n| principal | who | reads | writes | groups | transactional ids | other |\n"
        + "|---|---|---|---|---|---|---|\n"
        + TopicsFile.shipped().principals().entrySet().stream()
            .map(principal -> row(principal.getKey(), principal.getValue()))
            .collect(Collectors.joining())
        + "\n";
  }

  private static String row(String name, Principal principal) {
    return "| `%s` | %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            name,
            principal.description(),
            with("Read", principal.topics()),
            with("Write", principal.topics()),
            names(List.copyOf(principal.groups().keySet())),
            names(List.copyOf(principal.transactionalIds().keySet())),
            other(principal));
  }

  private static String other(Principal principal) {
    List<String> other = new ArrayList<>();
    principal.cluster().forEach(operation -> other.add(operation + " of the cluster"));
    String described = with("DescribeConfigs", principal.topics());
    if (!described.isEmpty()) {
      other.add("DescribeConfigs of " + described);
    }
    return String.join(", ", other);
  }

  private static String with(String operation, Map<String, List<String>> topics) {
    return names(
        topics.entrySet().stream()
            .filter(topic -> topic.getValue().contains(operation))
            .map(Map.Entry::getKey)
            .toList());
  }

  private static String names(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").sorted().collect(Collectors.joining(", "));
  }
}
