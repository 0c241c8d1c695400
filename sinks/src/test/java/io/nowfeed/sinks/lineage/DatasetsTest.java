package io.nowfeed.sinks.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetsTest {
  @Test
  void bigQueryIsOnePlaceInTheWorld() {
    assertThat(text(Datasets.bigQuery("my-project", "nowfeed", "active_users")))
        .isEqualTo("bigquery my-project.nowfeed.active_users");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db:5433/feed,postgres://db:5433 feed.public.boards",
    "jdbc:postgresql://db/feed,postgres://db:5432 feed.public.boards",
    "jdbc:postgresql:feed,postgres://localhost:5432 feed.public.boards",
    "'jdbc:postgresql://one:1,two:2/feed',postgres://one:1 feed.public.boards",
    "jdbc:postgresql://db/feed?currentSchema=marts,postgres://db:5432 feed.marts.boards",
  })
  void aTableOfPostgresIsAtItsHost(String url, String expected) {
    assertThat(text(Datasets.postgres(url, "boards"))).isEqualTo(expected);
  }

  @Test
  void passwordsOfAUrlAreNotReported() {
    LineageDataset table =
        Datasets.postgres("jdbc:postgresql://db/feed?user=me&password=secret", "boards");
    assertThat(text(table)).isEqualTo("postgres://db:5432 feed.public.boards");
    assertThatThrownBy(() -> Datasets.postgres("jdbc:mysql://db/feed?password=secret", "boards"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql://")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/nowfeed,s3://bucket nowfeed/lists",
    "s3a://bucket/nowfeed/,s3://bucket nowfeed/lists",
    "gs://bucket,gs://bucket lists",
    "hdfs://name-node:8020/nowfeed,hdfs://name-node:8020 /nowfeed/lists",
    "file:///data/archive,file /data/archive/lists",
    "/data/archive,file /data/archive/lists",
  })
  void aFolderIsAtItsFileSystem(String folder, String expected) {
    assertThat(text(Datasets.folder(folder, "lists"))).isEqualTo(expected);
  }

  private static String text(LineageDataset dataset) {
    return dataset.namespace() + " " + dataset.name();
  }
}
