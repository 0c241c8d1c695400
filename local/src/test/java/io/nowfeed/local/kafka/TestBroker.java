package io.nowfeed.local.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.server.KafkaBroker;
import io.nowfeed.local.topics.TopicsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker with the declared topics, and what tests do to it. */
public final class TestBroker implements AutoCloseable {
  /** A machine that is busy with several tests must not have its only broker fenced for it. */
  private static final Map<String, String> PATIENT = Map.of("broker.session.timeout.ms", "30000");

  private final KafkaBroker broker;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;

  private TestBroker(KafkaBroker broker) {
    this.broker = broker;
    this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    this.producer =
        new KafkaProducer<>(config(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Starts one on free ports. */
  public static TestBroker start(Path folder) throws IOException {
    return start(folder, Map.of());
  }

  /** Starts one with settings of its own. */
  public static TestBroker start(Path folder, Map<String, String> settings) throws IOException {
    Ports ports = Ports.free();
    Map<String, String> all = new HashMap<>(PATIENT);
    all.putAll(settings);
    return new TestBroker(
        KafkaBroker.start(folder.resolve("kafka"), ports.kafka(), ports.kafkaController(), all));
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", broker.bootstrapServers());
    config.put("max.request.size", 8 << 20);
    return config;
  }

  public KafkaAccess access() {
    return KafkaAccess.of(broker.bootstrapServers());
  }

  public Admin admin() {
    return admin;
  }

  /** Empty topics, no groups: what a test finds. */
  public void reset() throws Exception {
    Set<String> groups =
        admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
            .map(GroupListing::groupId)
            .collect(Collectors.toSet());
    admin.deleteConsumerGroups(groups).all().get();
    // What was created a moment ago may not be listed at first.
    await().until(this::deleteTopics);
    admin.createTopics(TopicsFile.shipped().newTopics((short) 1)).all().get();
    awaitListed(TopicsFile.shipped().topics().keySet());
  }

  private boolean deleteTopics() throws Exception {
    Set<String> topics = admin.listTopics().names().get();
    admin
        .deleteTopics(topics)
        .all()
        .toCompletionStage()
        .exceptionally(gone -> null)
        .toCompletableFuture()
        .get();
    return topics.isEmpty();
  }

  private void awaitListed(Collection<String> topics) {
    await().until(() -> admin.listTopics().names().get().containsAll(topics));
  }

  public void createTopic(String name, int partitions) throws Exception {
    admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    awaitListed(List.of(name));
  }

  /** A transactional producer, of which the test has charge. */
  public Producer<byte[], byte[]> transactional(String id) {
    Map<String, Object> config = config();
    config.put("transactional.id", id);
    Producer<byte[], byte[]> transactions =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    transactions.initTransactions();
    return transactions;
  }

  /** Sends a record as it is, and waits for it. */
  public RecordMetadata send(ProducerRecord<byte[], byte[]> record) throws Exception {
    return producer.send(record).get();
  }

  public RecordMetadata send(String topic, int partition, String key, String value)
      throws Exception {
    return send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value.getBytes(UTF_8)));
  }

  /** Sends many, and waits for the last. */
  public void sendAll(Collection<ProducerRecord<byte[], byte[]>> records) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      sent.add(producer.send(record));
    }
    producer.flush();
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  /** Commits the ends of topics for a group, as a job does whose state is saved up to there. */
  public void commitEnds(String group, String... topics) throws Exception {
    PartitionOffsets offsets = new PartitionOffsets(admin);
    commit(group, offsets.writtenEnds(offsets.partitions(List.of(topics))));
  }

  public void commit(String group, Map<TopicPartition, Long> ends) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    ends.forEach((partition, end) -> commits.put(partition, new OffsetAndMetadata(end)));
    admin.alterConsumerGroupOffsets(group, commits).all().get();
  }

  public void deleteTopic(String name) throws Exception {
    admin.deleteTopics(List.of(name)).all().get();
    await().until(() -> !admin.listTopics().names().get().contains(name));
  }

  /** Waits until readers see the end: a commit is answered before it is visible. */
  public void awaitDecided(String... topics) {
    PartitionOffsets offsets = new PartitionOffsets(admin);
    List<TopicPartition> partitions = offsets.partitions(List.of(topics));
    await().until(() -> offsets.committedEnds(partitions).equals(offsets.writtenEnds(partitions)));
  }

  /** What retention does. */
  public void cut(String topic, int partition, long before) throws Exception {
    admin
        .deleteRecords(
            Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
        .all()
        .get();
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
    broker.close();
  }
}
