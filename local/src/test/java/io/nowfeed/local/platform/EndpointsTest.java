package io.nowfeed.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other programs read the file: its keys are a contract. */
class EndpointsTest {
  private static final Endpoints ENDPOINTS =
      new Endpoints(
          "127.0.0.1:19000",
          new Endpoints.Postgres("jdbc:postgresql://127.0.0.1:19002/postgres", "postgres"),
          "http://127.0.0.1:19003",
          "http://127.0.0.1:19004",
          new Endpoints.BigQuery("127.0.0.1:19006", "http://127.0.0.1:19005"),
          "local",
          "nowfeed");

  @TempDir private Path folder;

  @Test
  void itsKeysAreThoseThatAreDocumented() throws IOException {
    ENDPOINTS.write(folder);

    JsonNode json = new ObjectMapper().readTree(folder.resolve("endpoints.json").toFile());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "kafka", "postgres", "connect", "flink", "bigquery", "project", "dataset");
    assertThat(json.at("/kafka").asText()).isEqualTo("127.0.0.1:19000");
    assertThat(json.at("/postgres/url").asText())
        .isEqualTo("jdbc:postgresql://127.0.0.1:19002/postgres");
    assertThat(json.at("/postgres/user").asText()).isEqualTo("postgres");
    assertThat(json.at("/connect").asText()).isEqualTo("http://127.0.0.1:19003");
    assertThat(json.at("/flink").asText()).isEqualTo("http://127.0.0.1:19004");
    assertThat(json.at("/bigquery/grpc").asText()).isEqualTo("127.0.0.1:19006");
    assertThat(json.at("/bigquery/rest").asText()).isEqualTo("http://127.0.0.1:19005");
    assertThat(json.at("/project").asText()).isEqualTo("local");
    assertThat(json.at("/dataset").asText()).isEqualTo("nowfeed");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    ENDPOINTS.write(folder);

    assertThat(Endpoints.read(folder)).isEqualTo(ENDPOINTS);
  }
}
