package io.nowfeed.local.cli;

import io.nowfeed.local.platform.Endpoints;
import io.nowfeed.local.platform.Platform;
import io.nowfeed.local.platform.UsageException;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which BigQuery a command is about: Google's, a local one, or that of a running platform. */
final class BigQueryFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description =
          "Google Cloud project of the dataset; of a local BigQuery " + Platform.PROJECT + ".",
      showDefaultValue = Visibility.NEVER)
  private String project;

  @Option(
      names = "--dataset",
      paramLabel = "DATASET",
      defaultValue = Platform.DATASET,
      description = "Dataset of the tables.")
  private String dataset;

  @Option(
      names = "--url",
      paramLabel = "HOST:PORT",
      description = "REST endpoint of a local BigQuery, without credentials; else Google's.",
      showDefaultValue = Visibility.NEVER)
  private String url;

  @Option(
      names = "--credentials-file",
      paramLabel = "FILE",
      description = "Key of a service account; else the application default credentials.",
      showDefaultValue = Visibility.NEVER)
  private Path credentials;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The data directory of a running platform, for its BigQuery.",
      showDefaultValue = Visibility.NEVER)
  private Path dataDir;

  /**
   * Finds it, and asks whether it is there when it is a local one.
   *
   * @throws UsageException when it is not
   */
  BigQueryConnection find() throws IOException {
    if (url != null && dataDir != null) {
      throw wrong("--url and --data-dir exclude each other: which one is it?");
    }
    if (dataDir != null) {
      return platform();
    }
    return url == null ? google() : local(url.contains("://") ? url : "http://" + url);
  }

  private BigQueryConnection platform() throws IOException {
    if (!Files.exists(dataDir.resolve(Endpoints.FILE))) {
      throw new UsageException(
          "--data-dir " + dataDir + " is no data directory of a ./nowfeed up that runs");
    }
    return local(Endpoints.read(dataDir).bigquery().rest());
  }

  private BigQueryConnection local(String rest) {
    if (credentials != null) {
      throw wrong("--credentials-file is for Google's BigQuery: a local one asks for none");
    }
    if (!answers(rest)) {
      throw new UsageException("no BigQuery answers at " + rest);
    }
    String owner = project == null ? Platform.PROJECT : project;
    return BigQueryConnection.local(owner, dataset, null, rest);
  }

  private boolean answers(String rest) {
    try {
      return Knock.answers(rest);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--url " + url + " must be HOST:PORT, as in localhost:19005", e);
    }
  }

  private BigQueryConnection google() {
    if (project == null) {
      throw wrong(
          "--project is missing: name the Google Cloud project, or a local BigQuery with --url"
              + " HOST:PORT or --data-dir DIR");
    }
    if (credentials != null && !Files.isReadable(credentials)) {
      throw new UsageException("--credentials-file " + credentials + " cannot be read");
    }
    String key = credentials == null ? null : credentials.toString();
    return new BigQueryConnection(project, dataset, null, null, false, key);
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
