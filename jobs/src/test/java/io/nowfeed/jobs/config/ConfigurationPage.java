package io.nowfeed.jobs.config;

import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.ArchiveJob;
import io.nowfeed.jobs.PersonalizationJob;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;

/** Writes {@code docs/configuration.md}: an introduction, and a table of all options. */
final class ConfigurationPage {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Generated from JobOptions and ConfigurationPage; a test fails when it differs. Regenerate:
           mvn -pl jobs test -Dtest=ConfigurationPageTest -Dregenerate=true -->

      All jobs take the same options, so that one file serves them all: a job ignores what only another needs.

      ```
      flink run -c io.nowfeed.jobs.PersonalizationJob nowfeed-jobs.jar --config nowfeed.properties
      flink run -c io.nowfeed.jobs.AnalyticsJob nowfeed-jobs.jar --config nowfeed.properties --popularity.top 20
      flink run -c io.nowfeed.jobs.ArchiveJob nowfeed-jobs.jar --config nowfeed.properties --archive.path s3://bucket/nowfeed
      ```

      `--config FILE` names a properties file in UTF-8, one `key=value` a line. `--key value` sets one option and wins over
      the file. Everything is checked before anything starts: an unknown or missing key, or a value that cannot be read or is
      out of its range, ends the start with the list of what is wrong and what is allowed.

      Durations are written as `500 ms`, `5 s`, `10 min`, `1 h`, `7 d`; sizes as `64 kb`, `2 mb` (of 1024).

      ## Kafka clients and security

      Every key that begins with `kafka.` and is not in the table below goes to every Kafka client, sources and sinks, without
      the prefix. A cluster with SASL over TLS, for example:

      ```properties
      kafka.bootstrap.servers=broker-1:9093,broker-2:9093
      kafka.security.protocol=SASL_SSL
      kafka.sasl.mechanism=SCRAM-SHA-512
      kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
        username="nowfeed" password="…";
      kafka.ssl.truststore.location=/etc/nowfeed/truststore.p12
      kafka.ssl.truststore.password=…
      ```

      These keys are not checked here but by Kafka, which warns in the log of one that it does not know.

      ## Secrets

      Put secrets into the file, readable by the user that submits only, and not on the command line, where every user of the
      machine can read them. Their values are masked in everything that the jobs print: keys that name a password, secret or
      token, all that Kafka declares a password (`kafka.sasl.jaas.config`, `kafka.ssl.keystore.key` …), and a password within
      a URL. BigQuery needs none in the configuration: see `bigquery.credentials-file`.

      ## Options

      A dash means that there is no default. *Job* says which job uses an option; **bold**, which cannot run without it.

      """;

  private ConfigurationPage() {}

  /** The page, as Markdown. */
  static String markdown() {
    return INTRODUCTION
        + "| Key | Default | Meaning | Job |\n|---|---|---|---|\n"
        + JobOptions.all().stream().map(ConfigurationPage::row).collect(Collectors.joining());
  }

  private static String row(ConfigOption<?> option) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(option.key(), value(option), meaning(option), jobs(option));
  }

  private static String value(ConfigOption<?> option) {
    String text = cell(OptionTypes.defaultOf(option));
    return option.hasDefaultValue() ? "`" + text + "`" : text;
  }

  private static String meaning(ConfigOption<?> option) {
    return cell(OptionTypes.description(option));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String jobs(ConfigOption<?> option) {
    String stage = option.key().substring(0, option.key().indexOf('.'));
    return switch (stage) {
      case "kafka", "latency", "dead-letter" ->
          personalization(option) + ", " + analytics(option) + ", " + archive(option);
      case "checkpoint" -> personalization(option) + ", " + analytics(option);
      case "archive" -> archive(option);
      case "topic",
          "source",
          "deduplication",
          "enrichment",
          "popularity",
          "covisitation",
          "experiment",
          "recommendation" ->
          personalization(option);
      case "bigquery", "jdbc" -> analytics(option);
      default -> throw new IllegalStateException("which job uses " + option.key() + "?");
    };
  }

  private static String personalization(ConfigOption<?> option) {
    return PersonalizationJob.REQUIRED.contains(option) ? "**personalization**" : "personalization";
  }

  private static String analytics(ConfigOption<?> option) {
    return AnalyticsJob.REQUIRED.contains(option) ? "**analytics**" : "analytics";
  }

  private static String archive(ConfigOption<?> option) {
    return ArchiveJob.REQUIRED.contains(option) ? "**archive**" : "archive";
  }
}
