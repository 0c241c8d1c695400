package io.nowfeed.local.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableInfo;
import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.job.RunningJob;
import io.nowfeed.local.kafka.TestBroker;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.traffic.TopicReader;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that BigQuery does not take are dead letters; those around them become rows. */
class RefusedRowsITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonCodec<ActiveUser> BEACONS = JsonCodec.of(ActiveUser.class);
  private static final JsonCodec<DeadLetter> LETTERS = JsonCodec.of(DeadLetter.class);
  private static final int BEACONS_SENT = 60;

  @TempDir private Path folder;
  private TestBroker broker;
  private LocalBigQuery bigQuery;
  private BigQuery client;

  @BeforeEach
  void start() throws Exception {
    broker = TestBroker.start(folder);
    bigQuery = LocalBigQuery.start(folder.resolve("bigquery"), 0, 0);
    BigQueryConnection connection =
        BigQueryConnection.local("p", "d", bigQuery.grpcEndpoint(), bigQuery.restEndpoint());
    BigQueryTables.createMissing(connection, "US");
    client = connection.restClient();
    TableInfo table = BigQueryTables.definition(connection, BigQueryTables.ACTIVE_USERS);
    client.delete(table.getTableId());
    client.create(withShortVersions(table));
  }

  @AfterEach
  void stop() {
    bigQuery.close();
    broker.close();
  }

  private static TableInfo withShortVersions(TableInfo table) {
    StandardTableDefinition definition = table.getDefinition();
    List<Field> fields = new ArrayList<>(definition.getSchema().getFields());
    fields.replaceAll(
        field ->
            field.getName().equals("app_version")
                ? field.toBuilder().setMaxLength(3L).build()
                : field);
    return table.toBuilder()
        .setDefinition(definition.toBuilder().setSchema(Schema.of(fields)).build())
        .build();
  }

  @Test
  void refusedRowsAreDeadLettersAndTheOthersRows() throws Exception {
    List<String> taken = new ArrayList<>();
    List<Origin> refused = new ArrayList<>();
    for (int i = 0; i < BEACONS_SENT; i++) {
      boolean tooLong = i % 20 == 7;
      RecordMetadata sent = send("b-" + i, tooLong ? "1.2.3-beta" : "1.2");
      if (tooLong) {
        refused.add(new Origin(sent.topic(), sent.partition(), sent.offset()));
      } else {
        taken.add("b-" + i);
      }
    }

    try (RunningJob job =
        RunningJob.start(
            folder,
            Ports.free().flink(),
            config(),
            1,
            (env, config, markers) -> AnalyticsJob.build(env, config))) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                job.requireRunning();
                return rows().size() >= taken.size() && letters().size() >= refused.size();
              });
      assertThat(job.restarts()).isZero();
    }

    assertThat(rows()).containsExactlyInAnyOrderElementsOf(taken);
    List<DeadLetter> letters = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : letters()) {
      letters.add(LETTERS.decode(record.value()));
    }
    assertThat(letters)
        .extracting(letter -> new Origin(letter.topic(), letter.partition(), letter.offset()))
        .containsExactlyInAnyOrderElementsOf(refused);
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.reason()).isEqualTo(DeadLetterReason.REFUSED_BY_TABLE);
              assertThat(letter.stage()).isEqualTo("sink-bigquery-active-users");
              assertThat(letter.detail()).contains("p.d.active_users").contains("app_version");
              assertThat(letter.value()).isNull();
              assertThat(letter.valueSize()).isPositive();
              assertThat(new String(letter.key(), java.nio.charset.StandardCharsets.UTF_8))
                  .isEqualTo("ann");
            });
  }

  private RecordMetadata send(String eventId, String appVersion) throws Exception {
    ActiveUser like = Fixtures.activeUser();
    ActiveUser beacon =
        new ActiveUser(
            eventId,
            like.userId(),
            like.deviceId(),
            like.sessionId(),
            like.ts(),
            appVersion,
            like.place(),
            like.attributes(),
            like.matchReason(),
            like.attributesLsn(),
            like.attributesAsOf(),
            like.origin(),
            like.ingestedAt(),
            like.enrichedAt());
    return broker.send(
        Topics.ACTIVE_USERS,
        0,
        "ann",
        new String(BEACONS.encode(beacon), java.nio.charset.StandardCharsets.UTF_8));
  }

  private JobConfig config() throws Exception {
    return JobConfig.of(
        Map.of(
            "kafka.bootstrap.servers", broker.access().bootstrapServers(),
            "checkpoint.interval", "500 ms",
            "bigquery.project", "p",
            "bigquery.dataset", "d",
            "bigquery.endpoint.grpc", bigQuery.grpcEndpoint()),
        AnalyticsJob.REQUIRED);
  }

  private List<String> rows() throws InterruptedException {
    List<String> ids = new ArrayList<>();
    for (FieldValueList row :
        client
            .query(QueryJobConfiguration.of("SELECT event_id FROM d.active_users"))
            .iterateAll()) {
      ids.add(row.get(0).getStringValue());
    }
    return ids;
  }

  private List<ConsumerRecord<String, byte[]>> letters() {
    return TopicReader.read(broker.access().bootstrapServers(), Topics.DEAD_LETTERS);
  }
}
