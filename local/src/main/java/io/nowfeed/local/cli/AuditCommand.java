package io.nowfeed.local.cli;

import com.google.cloud.bigquery.DatasetId;
import io.nowfeed.local.audit.Audit;
import io.nowfeed.local.audit.AuditOptions;
import io.nowfeed.local.audit.AuditReport;
import io.nowfeed.local.audit.ReportFormat;
import io.nowfeed.local.platform.Platform;
import io.nowfeed.local.platform.UsageException;
import io.nowfeed.local.replay.Replay;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nowfeed audit}. */
@Command(
    name = "audit",
    description = {
      "Proves what became of each event: every record of the input topics is in exactly one of the"
          + " outputs, every result in BigQuery, once. Names what is missing, repeated or read by"
          + " nobody.",
      "Exit code 0 when nothing is; 1 when something is; 2 for wrong use.",
      ""
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ClusterFlags cluster;

  @Option(
      names = "--group",
      paramLabel = "PREFIX",
      defaultValue = "nowfeed",
      description = "Prefix of the jobs' consumer groups: their kafka.consumer.group.")
  private String group;

  @Option(
      names = "--topics",
      paramLabel = "REGEX",
      defaultValue = ".*",
      description = "Which topics to list when they are unread or undeclared.")
  private String topics;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "1m",
      description =
          "How long a record may be on its way; longer than checkpoint.interval and"
              + " enrichment.max-wait.")
  private String grace;

  @Option(
      names = "--bigquery",
      paramLabel = "URL",
      description =
          "REST endpoint of a BigQuery without credentials, http://HOST:PORT. A running platform's"
              + " is known.",
      showDefaultValue = Visibility.NEVER)
  private String bigQuery;

  @Option(
      names = "--bigquery-project",
      paramLabel = "PROJECT",
      description = "Google Cloud project of the tables; asks Google's unless --bigquery is given.",
      showDefaultValue = Visibility.NEVER)
  private String project;

  @Option(
      names = "--bigquery-dataset",
      paramLabel = "DATASET",
      defaultValue = Platform.DATASET,
      description = "Dataset of the tables.")
  private String dataset;

  @Option(
      names = "--bigquery-credentials",
      paramLabel = "FILE",
      description = "Key of a service account; else the application default credentials.",
      showDefaultValue = Visibility.NEVER)
  private String credentials;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private ReportFormat format;

  @Override
  public Integer call() throws IOException {
    Pattern pattern = pattern();
    var graceTime = Durations.parse(spec, "--grace", grace);
    ClusterFlags.Found found = cluster.find();
    AuditOptions options =
        new AuditOptions(
            found.kafka(),
            group,
            pattern,
            Set.of(Replay.PROGRESS_TOPIC),
            graceTime,
            tables(bigQuery == null ? found.bigQueryRest() : bigQuery),
            this::say);
    AuditReport report = new Audit(options, Clock.systemUTC()).run();
    PrintWriter out = spec.commandLine().getOut();
    out.print(format.format(report));
    out.flush();
    return report.clean() ? 0 : 1;
  }

  /** To stderr: the report may be piped into a program. */
  private void say(String progress) {
    spec.commandLine().getErr().println(progress);
  }

  private Pattern pattern() {
    try {
      return Pattern.compile(topics);
    } catch (PatternSyntaxException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--topics " + topics + " is no regular expression: " + e.getDescription(),
          e);
    }
  }

  /** A running platform has its own; a project alone is Google's; neither is no audit of it. */
  private AuditOptions.Tables tables(String endpoint) throws IOException {
    boolean google = project != null && bigQuery == null;
    if (!google && endpoint == null) {
      return null;
    }
    if (!google) {
      requireAnswer(endpoint);
    }
    BigQueryConnection connection =
        google
            ? new BigQueryConnection(project, dataset, null, null, false, credentials)
            : BigQueryConnection.local(
                project == null ? Platform.PROJECT : project, dataset, null, endpoint);
    return new AuditOptions.Tables(
        connection.restClient(), DatasetId.of(connection.project(), connection.dataset()));
  }

  private void requireAnswer(String endpoint) {
    try {
      if (Knock.answers(endpoint)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--bigquery " + endpoint + " must be a URL: http://HOST:PORT", e);
    }
    throw new UsageException("no BigQuery answers at " + endpoint);
  }
}
