package io.nowfeed.sinks.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    "'jdbc:postgresql://one,two:2/feed',postgres://one:5432 feed.public.boards",
    "jdbc:postgresql://[::1]:5433/feed,postgres://[::1]:5433 feed.public.boards",
    "jdbc:postgresql://[::1]/feed,postgres://[::1]:5432 feed.public.boards",
    "jdbc:postgresql:///feed,postgres://localhost:5432 feed.public.boards",
    "jdbc:postgresql://db:5433,postgres://db:5433 postgres.public.boards",
    "jdbc:postgresql://db/my%20feed,postgres://db:5432 my feed.public.boards",
    "jdbc:postgresql://db/feed?ssl=true&currentSchema=marts,postgres://db:5432 feed.marts.boards",
    "'jdbc:postgresql://db/feed?currentSchema=a,b',postgres://db:5432 feed.a.boards",
  })
  void aTableOfPostgresIsAtItsHost(String url, String expected) {
    assertThat(text(Datasets.postgres(url, "boards"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/feed?user=me&password=secret",
        "jdbc:postgresql://me:secret@db/feed",
        "jdbc:postgresql://me:s3cret@secret@db:5432,two:2/feed",
      })
  void passwordsOfAUrlAreNotReported(String url) {
    assertThat(text(Datasets.postgres(url, "boards")))
        .isEqualTo("postgres://db:5432 feed.public.boards");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://db/feed?password=secret",
        "jdbc:postgresql://db:secret/feed",
        "jdbc:postgresql://me:sec/ret@db:5432/feed",
      })
  void aUrlThatIsNoneOfPostgresIsRefusedAndNotRepeated(String url) {
    assertThatThrownBy(() -> Datasets.postgres(url, "boards"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql://")
        .hasMessageNotContaining("sec");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/nowfeed,s3://bucket nowfeed/lists",
    "s3a://bucket/nowfeed/,s3://bucket nowfeed/lists",
    "gs://bucket,gs://bucket lists",
    "s3://KEY:SECRET@bucket/nowfeed,s3://bucket nowfeed/lists",
    "s3a://KEY:SEC%40RET@bucket,s3://bucket lists",
    "abfss://box@store.dfs.core.windows.net/a,abfss://box@store.dfs.core.windows.net a/lists",
    "wasbs://box:SECRET@store.blob.core.windows.net,wasbs://box@store.blob.core.windows.net lists",
    "hdfs://me:SECRET@name-node:8020/nowfeed,hdfs://name-node:8020 /nowfeed/lists",
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
