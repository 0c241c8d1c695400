package io.nowfeed.local.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a running platform is reached: the content of {@code endpoints.json}.
 *
 * @param kafka bootstrap servers
 * @param postgres the database with the users table
 * @param connect Kafka Connect's REST API
 * @param flink Flink's web UI and REST API
 * @param bigquery the local BigQuery
 * @param project of BigQuery
 * @param dataset of BigQuery
 */
public record Endpoints(
    String kafka,
    Postgres postgres,
    String connect,
    String flink,
    BigQuery bigquery,
    String project,
    String dataset) {
  /** The file's name within the data directory. */
  public static final String FILE = "endpoints.json";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * A database; from this machine it asks for no password.
   *
   * @param url for JDBC
   * @param user who may do everything
   */
  public record Postgres(String url, String user) {}

  /**
   * The local BigQuery.
   *
   * @param grpc {@code host:port} of the Storage Write API
   * @param rest URL of the REST API
   */
  public record BigQuery(String grpc, String rest) {}

  /** Writes the file, for other programs; removed when the platform stops. */
  public void write(Path directory) throws IOException {
    try {
      Files.writeString(directory.resolve(FILE), MAPPER.writeValueAsString(this) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text is always writable", e);
    }
  }

  /** Reads the file of a running platform. */
  public static Endpoints read(Path directory) throws IOException {
    return MAPPER.readValue(directory.resolve(FILE).toFile(), Endpoints.class);
  }
}
