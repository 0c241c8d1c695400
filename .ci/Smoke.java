import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Looks at a running platform from outside: a plain Kafka consumer, a plain producer, plain SQL.
 * Nothing of Nowfeed is used. Argument: the platform's endpoints.json.
 */
public final class Smoke {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PATIENCE_MILLIS = 30_000;

  private final JsonNode endpoints;
  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;

  private Smoke(JsonNode endpoints) {
    this.endpoints = endpoints;
    Map<String, Object> kafka = Map.of("bootstrap.servers", endpoints.get("kafka").asText());
    Map<String, Object> reading = new HashMap<>(kafka);
    reading.put("group.id", "smoke");
    reading.put("auto.offset.reset", "earliest");
    reading.put("isolation.level", "read_committed");
    this.consumer =
        new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
    this.producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
  }

  public static void main(String[] args) throws Exception {
    new Smoke(MAPPER.readTree(Path.of(args[0]).toFile())).run();
    System.out.println("smoke: all well");
    System.exit(0);
  }

  private void run() throws Exception {
    consumer.subscribe(List.of("recommendations", "active-users", "dead-letters"));
    String user = versionsIncrease();
    updateShows(user);
    deleteClears(user);
    badInputIsADeadLetter();
  }

  /** A thousand lists, each of which says something new: newer than the user's one before. */
  private String versionsIncrease() {
    Map<String, Long> newest = new HashMap<>();
    int[] lists = {0};
    String[] user = {null};
    await(
        "1,000 recommendations",
        record -> {
          if (record.topic().equals("recommendations") && record.value() != null) {
            JsonNode list = json(record);
            Long before = newest.put(record.key(), list.get("version").asLong());
            if (before != null && before >= list.get("version").asLong()) {
              throw new IllegalStateException("the version of " + record.key() + " went back");
            }
            lists[0]++;
            user[0] = list.has("user_id") ? record.key() : user[0];
          }
          return lists[0] >= 1_000;
        });
    System.out.println("smoke: versions of " + newest.size() + " users only increase");
    return user[0];
  }

  private void updateShows(String user) throws Exception {
    sql("UPDATE users SET country = 'NZ' WHERE user_id = '" + user + "'");
    long[] sent = {0};
    await(
        "a beacon of " + user + " with country NZ",
        record -> {
          if (System.currentTimeMillis() - sent[0] > 1_000) {
            sent[0] = System.currentTimeMillis();
            beacon(user, sent[0]);
          }
          return record.topic().equals("active-users")
              && record.key().equals(user)
              && json(record).path("attributes").path("country").asText().equals("NZ");
        });
    System.out.println("smoke: an UPDATE shows in the next beacon");
  }

  private void deleteClears(String user) throws Exception {
    sql("DELETE FROM users WHERE user_id = '" + user + "'");
    await(
        "a null for " + user,
        record ->
            record.topic().equals("recommendations")
                && record.key().equals(user)
                && record.value() == null);
    System.out.println("smoke: a DELETE clears the list");
  }

  private void badInputIsADeadLetter() {
    producer.send(
        new ProducerRecord<>("beacons", "x", "no json".getBytes(StandardCharsets.UTF_8)));
    producer.flush();
    await(
        "the dead letter",
        record ->
            record.topic().equals("dead-letters")
                && json(record).get("reason").asText().equals("NOT_JSON"));
    System.out.println("smoke: bad input is a dead letter");
  }

  private void await(String what, Predicate<ConsumerRecord<String, byte[]>> seen) {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (System.currentTimeMillis() < deadline) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        if (seen.test(record)) {
          return;
        }
      }
    }
    throw new IllegalStateException("smoke: did not see " + what);
  }

  private void beacon(String user, long now) {
    String json =
        "{\"event_id\":\"smoke-%d\",\"user_id\":\"%s\",\"ts\":%d}".formatted(now, user, now);
    producer.send(
        new ProducerRecord<>("beacons", user, json.getBytes(StandardCharsets.UTF_8)));
    producer.flush();
  }

  private void sql(String statement) throws Exception {
    JsonNode postgres = endpoints.get("postgres");
    try (Connection connection =
            DriverManager.getConnection(
                postgres.get("url").asText(), postgres.get("user").asText(), null);
        Statement sql = connection.createStatement()) {
      if (sql.executeUpdate(statement) != 1) {
        throw new IllegalStateException("smoke: no row for " + statement);
      }
    }
  }

  private static JsonNode json(ConsumerRecord<String, byte[]> record) {
    try {
      return MAPPER.readTree(record.value());
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
