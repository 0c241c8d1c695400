package io.nowfeed.sinks.lineage;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.lineage.DefaultLineageDataset;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;

/**
 * Names of tables and folders as OpenLineage's naming specification has them, so that what other
 * systems report of the same table meets ours. Kafka's connector names topics by the same rules.
 */
public final class Datasets {
  private static final String BIGQUERY = "bigquery";

  /** In a bucket a name has no root: OpenLineage leaves the first slash out. */
  private static final Set<String> BUCKETS =
      Set.of("s3", "s3a", "s3n", "gs", "abfs", "abfss", "wasb", "wasbs");

  private static final Set<String> CONTAINERS = Set.of("abfs", "abfss", "wasb", "wasbs");

  /** Three names of one store. */
  private static final Map<String, String> CANONICAL = Map.of("s3a", "s3", "s3n", "s3");

  private Datasets() {}

  /** A table of BigQuery: {@code project.dataset.table}. */
  public static LineageDataset bigQuery(String project, String dataset, String table) {
    return of(BIGQUERY, project + "." + dataset + "." + table);
  }

  /**
   * A table of Postgres: {@code database.schema.table} at {@code postgres://host:port}. Of several
   * hosts it is the first, as of several brokers.
   *
   * @param url of JDBC; what it holds of users and passwords is left out
   * @throws IllegalArgumentException if it is no URL of Postgres
   */
  public static LineageDataset postgres(String url, String table) {
    PostgresUrl database = PostgresUrl.of(url);
    return of(
        "postgres://" + database.host() + ":" + database.port(),
        database.name() + "." + database.schema() + "." + table);
  }

  /**
   * A folder of a file system: the path at {@code file}, {@code hdfs://host:port} or {@code
   * s3://bucket}.
   *
   * @param folder a URL; what it holds of users and passwords is left out
   */
  public static LineageDataset folder(String folder, String table) {
    URI uri = new Path(folder, table).toUri();
    String scheme = Objects.requireNonNullElse(uri.getScheme(), "file");
    String root = CANONICAL.getOrDefault(scheme, scheme);
    String namespace =
        uri.getAuthority() == null ? root : root + "://" + store(scheme, uri.getAuthority());
    boolean bucket = BUCKETS.contains(scheme);
    return of(namespace, bucket ? uri.getPath().substring(1) : uri.getPath());
  }

  /** What another sink reports; nothing, if it reports none. */
  public static List<LineageDataset> of(Object sink) {
    return sink instanceof LineageVertexProvider provider
        ? provider.getLineageVertex().datasets()
        : List.of();
  }

  private static LineageDataset of(String namespace, String name) {
    return new DefaultLineageDataset(name, namespace, Map.of());
  }

  /** Without users and passwords. What Azure has before the host is a container. */
  private static String store(String scheme, String authority) {
    int host = authority.lastIndexOf('@') + 1;
    boolean container = host > 0 && CONTAINERS.contains(scheme);
    String name = container ? authority.split("[:@]", 2)[0] + "@" : "";
    return name + authority.substring(host);
  }
}
