package io.nowfeed.sinks.bigquery;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where BigQuery is and who we are there.
 *
 * @param project Google Cloud project that owns the dataset
 * @param dataset dataset the tables are in
 * @param grpcEndpoint {@code host:port} of the Storage Write API; null for Google's
 * @param restEndpoint {@code host:port} or URL of the REST API; null for Google's
 * @param plaintext true to talk without TLS and without credentials, as a local stand-in wants
 * @param credentialsFile path of a service account key, read on the machine that connects; null for
 *     the application default credentials
 */
public record BigQueryConnection(
    String project,
    String dataset,
    String grpcEndpoint,
    String restEndpoint,
    boolean plaintext,
    String credentialsFile)
    implements Serializable {

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  // Under load the service takes more than 25 s, and creates the stream even if nobody waits for
  // it.
  private static final Duration STREAM_CREATED_WITHIN = Duration.ofMinutes(1);

  // A load balancer drops idle connections silently; a ping finds out before an append does.
  private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

  /** Google's BigQuery with the application default credentials. */
  public static BigQueryConnection google(String project, String dataset) {
    return new BigQueryConnection(project, dataset, null, null, false, null);
  }

  /** A stand-in at these endpoints, without TLS and credentials. */
  public static BigQueryConnection local(
      String project, String dataset, String grpcEndpoint, String restEndpoint) {
    return new BigQueryConnection(project, dataset, grpcEndpoint, restEndpoint, true, null);
  }

  /**
   * A new client of the Storage Write API. The caller closes it.
   *
   * @throws IOException if the credentials cannot be read
   */
  public BigQueryWriteClient writeClient() throws IOException {
    return writeClient(RetryLimits.DEFAULT);
  }

  BigQueryWriteClient writeClient(RetryLimits retries) throws IOException {
    return writeClient(retries, new OpenChannels());
  }

  /** One whose channels, and those of clients made from its settings, can be cut. */
  BigQueryWriteClient writeClient(RetryLimits retries, OpenChannels channels) throws IOException {
    ClientLogs.quieten();
    return BigQueryWriteClient.create(writeSettings(retries, channels));
  }

  /**
   * A new client of the REST API: tables and queries.
   *
   * @throws IOException if the credentials cannot be read
   */
  public BigQuery restClient() throws IOException {
    ClientLogs.quieten();
    BigQueryOptions.Builder options = BigQueryOptions.newBuilder().setProjectId(project);
    if (restEndpoint != null) {
      options.setHost(restUrl());
    }
    if (plaintext) {
      options.setCredentials(NoCredentials.getInstance());
    } else if (credentialsFile != null) {
      options.setCredentials(readCredentials());
    }
    return options.build().getService();
  }

  /** How the Storage Write API calls a table: {@code projects/P/datasets/D/tables/T}. */
  String tablePath(String table) {
    return "projects/" + project + "/datasets/" + dataset + "/tables/" + table;
  }

  /** How people and SQL call a table: {@code P.D.T}. */
  String displayName(String table) {
    return project + "." + dataset + "." + table;
  }

  /** Repeating any of these calls is safe: at worst an empty stream is left behind. */
  private BigQueryWriteSettings writeSettings(RetryLimits retries, OpenChannels channels)
      throws IOException {
    BigQueryWriteSettings.Builder settings = BigQueryWriteSettings.newBuilder();
    settings.setTransportChannelProvider(channel(channels)).setCredentialsProvider(credentials());
    repeat(settings.flushRowsSettings(), retries);
    repeat(settings.createWriteStreamSettings(), retries.withPatience(STREAM_CREATED_WITHIN));
    repeat(settings.getWriteStreamSettings(), retries);
    return settings.build();
  }

  private static void repeat(UnaryCallSettings.Builder<?, ?> call, RetryLimits retries) {
    call.setRetrySettings(retries.settings()).setRetryableCodes(RetryLimits.PASSING);
  }

  private InstantiatingGrpcChannelProvider channel(OpenChannels channels) {
    InstantiatingGrpcChannelProvider.Builder channel =
        BigQueryWriteSettings.defaultGrpcTransportProviderBuilder()
            .setKeepAliveTimeDuration(KEEP_ALIVE)
            .setKeepAliveTimeoutDuration(KEEP_ALIVE)
            .setKeepAliveWithoutCalls(true);
    if (grpcEndpoint != null) {
      channel.setEndpoint(grpcEndpoint);
    }
    channel.setChannelConfigurator(
        builder -> channels.keep(plaintext ? builder.usePlaintext() : builder));
    return channel.build();
  }

  private CredentialsProvider credentials() throws IOException {
    if (plaintext) {
      return NoCredentialsProvider.create();
    }
    return credentialsFile == null
        ? BigQueryWriteSettings.defaultCredentialsProviderBuilder().build()
        : FixedCredentialsProvider.create(readCredentials());
  }

  private Credentials readCredentials() throws IOException {
    try (InputStream key = Files.newInputStream(Path.of(credentialsFile))) {
      return GoogleCredentials.fromStream(key).createScoped(List.of(SCOPE));
    } catch (IOException e) {
      throw new IOException("Cannot read the BigQuery credentials file " + credentialsFile, e);
    }
  }

  private String restUrl() {
    if (restEndpoint.contains("://")) {
      return restEndpoint;
    }
    return (plaintext ? "http://" : "https://") + restEndpoint;
  }
}
