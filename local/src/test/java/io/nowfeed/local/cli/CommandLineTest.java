package io.nowfeed.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** What is said to somebody who asks for help, or who is wrong. */
class CommandLineTest {
  @TempDir private static Path folder;

  @Test
  void helpListsEveryOptionWithItsMeaning() {
    for (String command : List.of("up", "top", "query", "audit", "redrive", "evaluate")) {
      CommandLineRun help = CommandLineRun.of(command, "--help");

      assertThat(help.exitCode()).isZero();
      assertThat(help.err()).isEmpty();
      for (OptionSpec option : optionsOf(command)) {
        assertThat(help.out()).contains(option.longestName());
        assertThat(option.description()).as(option.longestName()).isNotEmpty();
      }
    }
  }

  @Test
  void theIssuesOptionsAreThere() {
    assertThat(optionsOf("up"))
        .extracting(OptionSpec::longestName)
        .contains(
            "--data-dir",
            "--rate",
            "--users",
            "--contents",
            "--duration",
            "--seed",
            "--port-base",
            "--replay",
            "--mapping",
            "--speedup",
            "--no-traffic",
            "--help");
    assertThat(optionsOf("query"))
        .extracting(OptionSpec::longestName)
        .contains("--data-dir", "--port-base", "--format", "--help");
    assertThat(optionsOf("audit"))
        .extracting(OptionSpec::longestName)
        .contains("--kafka", "--bigquery", "--format", "--group", "--topics", "--grace", "--help");
    assertThat(optionsOf("redrive"))
        .extracting(OptionSpec::longestName)
        .contains("--kafka", "--reason", "--since", "--topic", "--dry-run", "--help");
    assertThat(optionsOf("top"))
        .extracting(OptionSpec::longestName)
        .contains("--segment", "--window", "--by", "--top", "--format", "--kafka", "--help");
    assertThat(optionsOf("evaluate"))
        .extracting(OptionSpec::longestName)
        .contains("--replay", "--mapping", "--seed", "--format", "--help");
    assertThat(CommandLineRun.of("up", "--help").out()).contains("19000");
  }

  @Test
  void withoutCommandItSaysWhatThereIs() {
    CommandLineRun run = CommandLineRun.of();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("up", "top", "query", "tables", "audit", "redrive", "evaluate", "--help");
    assertThat(CommandLineRun.of("tables").out()).contains("create", "diff");
    assertThat(CommandLineRun.of("--version").out()).startsWith("nowfeed ");
  }

  static Stream<Arguments> wrong() throws IOException {
    Path csv = Files.writeString(folder.resolve("other.csv"), "A,B\n1,2\n");
    Path file = Files.writeString(folder.resolve("file"), "");
    String missing = folder.resolve("missing.csv").toString();
    return Stream.of(
        wrong("rate", "up --rate 0"),
        wrong("rate", "up --rate -5"),
        wrong("rate", "up --rate NaN"),
        wrong("'many'", "up --rate many"),
        wrong("'x'", "up --users x"),
        wrong("users", "up --users 0"),
        wrong("contents", "up --contents 0"),
        wrong("'one'", "up --seed one"),
        wrong("--duration abc", "up --duration abc"),
        wrong("--duration 0s", "up --duration 0s"),
        wrong("--duration -5s", "up --duration -5s"),
        wrong("--duration 10 parsecs", "up", "--duration", "10 parsecs"),
        wrong("--port-base 70000", "up --port-base 70000"),
        wrong("--port-base 80", "up --port-base 80"),
        wrong("--port-base -1", "up --port-base -1"),
        wrong("missing.csv", "up", "--replay", missing),
        wrong("'CustomerID'", "up", "--replay", csv.toString()),
        wrong("--replay", "up", "--mapping", csv.toString()),
        wrong("missing.csv", "up", "--replay", csv.toString(), "--mapping", missing),
        wrong("exclude each other", "up", "--replay", csv.toString(), "--no-traffic"),
        wrong("'foo'", "up", "--replay", csv.toString(), "--speedup", "foo"),
        wrong("'-3'", "up", "--replay", csv.toString(), "--speedup", "-3"),
        wrong("--fail-after", "up --fail-after -1"),
        wrong("--archive needs --data-dir", "up --archive"),
        wrong("--colour", "up --colour blue"),
        wrong("'surplus'", "up surplus"),
        wrong("it is a file", "up", "--data-dir", file.toString(), "--port-base", "0"),
        wrong("cannot be created", "up", "--data-dir", file + "/below", "--port-base", "0"),
        wrong("down", "down"),
        wrong("SQL", "query"),
        wrong("xml", "query", "SELECT 1", "--format", "xml"),
        wrong("--port-base 70000", "query", "SELECT 1", "--port-base", "70000"),
        wrong("no platform answers", "query", "SELECT 1", "--port-base", "1024"),
        wrong("is no data directory", "query", "SELECT 1", "--data-dir", folder.toString()),
        wrong("is no data directory", "query", "SELECT 1", "--data-dir", missing),
        wrong("no platform answers", "audit", "--port-base", "1024"),
        wrong("--port-base 70000", "audit", "--port-base", "70000"),
        wrong("is no data directory", "audit", "--data-dir", missing),
        wrong("exclude each other", "audit", "--kafka", "k:1", "--data-dir", missing),
        wrong("no Kafka broker answers at nowhere", "audit", "--kafka", "nowhere"),
        wrong("--kafka-config", "audit", "--kafka", "127.0.0.1:1", "--kafka-config", missing),
        wrong("--grace soon", "audit", "--grace", "soon"),
        wrong("--topics [", "audit", "--topics", "["),
        wrong("xml", "audit", "--format", "xml"),
        wrong("'surplus'", "audit", "surplus"),
        wrong("operations.md#redrive", "redrive --reason REFUSED_BY_TABLE"),
        wrong("MISSING_FIELD", "redrive", "--reason", "whatever"),
        wrong("--since yesterday", "redrive", "--reason", "NOT_JSON", "--since", "yesterday"),
        wrong("--since 5", "redrive", "--reason", "NOT_JSON", "--since", "5"),
        wrong("no platform answers", "redrive --reason NOT_JSON --port-base 1024"),
        wrong("--by fame is no measure: known are score, impressions", "top --by fame"),
        wrong("--top 0", "top --top 0"),
        wrong("'many'", "top --top many"),
        wrong("xml", "top --format xml"),
        wrong("no platform answers", "top --port-base 1024"),
        wrong("no Kafka broker answers at nowhere", "top --kafka nowhere"),
        wrong("'surplus'", "top surplus"),
        wrong("--replay", "evaluate"),
        wrong("missing.csv", "evaluate", "--replay", missing),
        wrong("'CustomerID'", "evaluate", "--replay", csv.toString()),
        wrong("missing.csv", "evaluate", "--replay", csv.toString(), "--mapping", missing),
        wrong("'one'", "evaluate", "--replay", csv.toString(), "--seed", "one"),
        wrong("xml", "evaluate", "--replay", csv.toString(), "--format", "xml"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("wrong")
  void aMistakeIsExplainedInALine(String named, List<String> args) {
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));

    assertThat(run.exitCode()).isEqualTo(2);
    String said = run.err().lines().findFirst().orElse("");
    assertThat(said).contains(named);
    assertThat(run.err()).doesNotContain("\tat ", "Exception");
    assertThat(run.err().lines().skip(1)).allMatch(CommandLineTest::isUsage);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = Math.min(taken.getLocalPort(), 65_529);
      int base = port == taken.getLocalPort() ? port : taken.getLocalPort() - 6;

      CommandLineRun run = CommandLineRun.of("up", "--port-base", String.valueOf(base));

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).contains(taken.getLocalPort() + " (", "taken", "--port-base");
      assertThat(run.out()).isEmpty();
    }
  }

  /** Picocli shows how a command is used below what is wrong. */
  private static boolean isUsage(String line) {
    return line.isBlank()
        || line.startsWith("Usage:")
        || line.startsWith(" ")
        || line.startsWith("Possible solutions:")
        || !line.startsWith("nowfeed:");
  }

  private static List<OptionSpec> optionsOf(String command) {
    return Nowfeed.commandLine().getSubcommands().get(command).getCommandSpec().options();
  }

  private static Arguments wrong(String named, String... args) {
    return Arguments.of(named, args.length == 1 ? List.of(args[0].split(" ")) : List.of(args));
  }
}
