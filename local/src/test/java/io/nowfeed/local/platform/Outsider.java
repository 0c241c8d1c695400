package io.nowfeed.local.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.local.traffic.TopicReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Who knows a platform's endpoints and nothing else, and has plain clients. */
final class Outsider implements AutoCloseable {
  private final Endpoints endpoints;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Connection postgres;
  private final BigQuery bigQuery;

  Outsider(Endpoints endpoints) throws SQLException {
    this.endpoints = endpoints;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", endpoints.kafka(), "max.request.size", 4 << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.postgres =
        DriverManager.getConnection(endpoints.postgres().url(), endpoints.postgres().user(), null);
    this.bigQuery =
        BigQueryOptions.newBuilder()
            .setProjectId(endpoints.project())
            .setHost(endpoints.bigquery().rest())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
  }

  /** Sends a value by its key. */
  RecordMetadata send(String topic, String key, String value) {
    return send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8)));
  }

  /** Sends a record as it is. */
  RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get();
    } catch (Exception e) {
      throw new AssertionError("the broker refuses a record of " + record.topic(), e);
    }
  }

  /** Sets a topic's configuration, as an operator would. */
  void setTopic(String topic, String name, String value) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", endpoints.kafka()))) {
      AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
          .all()
          .get();
    }
  }

  /** All that can be read of a topic now. */
  List<ConsumerRecord<String, byte[]>> read(String topic) {
    return TopicReader.read(endpoints.kafka(), topic);
  }

  /** All values of a topic now, but tombstones. */
  <T> List<T> read(String topic, Class<T> type) {
    JsonCodec<T> codec = JsonCodec.of(type);
    List<T> values = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : read(topic)) {
      if (record.value() != null) {
        values.add(decode(codec, record));
      }
    }
    return values;
  }

  private static <T> T decode(JsonCodec<T> codec, ConsumerRecord<String, byte[]> record) {
    try {
      return codec.decode(record.value());
    } catch (MalformedEventException e) {
      throw new AssertionError(record + " breaks the contract", e);
    }
  }

  /** Runs a statement in Postgres. */
  void sql(String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      statement.execute();
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** The rows of a query in Postgres, each as its values in text. */
  List<List<String>> sqlRows(String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet result = statement.executeQuery()) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = postgres.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** The rows of a query in BigQuery. */
  List<FieldValueList> bigQuery(String sql) {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(sql)
            .setDefaultDataset(DatasetId.of(endpoints.project(), endpoints.dataset()))
            .build();
    try {
      List<FieldValueList> rows = new ArrayList<>();
      bigQuery.query(query).iterateAll().forEach(rows::add);
      return rows;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The one number that a query in BigQuery answers with. */
  long count(String sql) {
    return bigQuery(sql).get(0).get(0).getLongValue();
  }

  @Override
  public void close() throws SQLException {
    producer.close(Duration.ofSeconds(5));
    postgres.close();
  }
}
