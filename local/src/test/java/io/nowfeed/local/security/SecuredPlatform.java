package io.nowfeed.local.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.ArchiveJob;
import io.nowfeed.jobs.JobLauncher;
import io.nowfeed.jobs.PersonalizationJob;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.cli.CommandLineRun;
import io.nowfeed.local.kafka.PartitionOffsets;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.security.RecordingAuthorizer.Decision;
import io.nowfeed.local.server.FlinkCluster;
import io.nowfeed.local.topics.TopicsFile;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A platform with the rights of deploy/topics.yaml, and its jobs, clients and commands. */
final class SecuredPlatform implements AutoCloseable {
  private final Path folder;
  private SecuredKafka kafka;
  private SecuredPostgres postgres;
  private SecuredConnect connect;
  private LocalBigQuery bigQuery;
  private FlinkCluster flink;

  /** Nothing runs yet, so that what a start that fails has begun can be closed. */
  SecuredPlatform(Path folder) {
    this.folder = folder;
  }

  /** Starts everything but jobs. */
  void start() throws Exception {
    Certificate certificate = Certificate.make(folder);
    kafka = SecuredKafka.start(folder, certificate);
    CommandLineRun applied = nowfeed("topics", "admin", "apply", "--replication-factor", "1");
    assertThat(applied.exitCode()).as(applied.err()).isZero();
    postgres = SecuredPostgres.start(folder, certificate);
    connect = SecuredConnect.start(folder, kafka, postgres);
    connect.capture(certificate);
    bigQuery = LocalBigQuery.start(folder.resolve("bigquery"), 0, 0);
    BigQueryTables.createMissing(
        BigQueryConnection.local("p", "d", bigQuery.grpcEndpoint(), bigQuery.restEndpoint()), "US");
    flink = FlinkCluster.start(folder.resolve("flink"), Ports.free().flink());
  }

  SecuredPostgres postgres() {
    return postgres;
  }

  SecuredConnect connect() {
    return connect;
  }

  /** A client that may do everything. */
  Admin admin() {
    return kafka.admin();
  }

  Producer<String, byte[]> producer(String principal) {
    return new KafkaProducer<>(
        kafka.properties(principal), new StringSerializer(), new ByteArraySerializer());
  }

  static <T> void send(
      Producer<String, byte[]> producer, String topic, String key, Class<T> type, T value)
      throws Exception {
    producer.send(new ProducerRecord<>(topic, key, JsonCodec.of(type).encode(value))).get();
  }

  /** Reads what is committed, from the beginning. */
  Consumer<String, byte[]> consumer(String principal, String group) {
    Properties properties = kafka.properties(principal);
    properties.setProperty("group.id", group);
    properties.setProperty("auto.offset.reset", "earliest");
    properties.setProperty("isolation.level", "read_committed");
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** How many records were written to a topic. */
  long end(String topic) {
    try (Admin admin = admin()) {
      PartitionOffsets offsets = new PartitionOffsets(admin);
      return offsets.writtenEnds(offsets.partitions(List.of(topic))).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  boolean archived() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("archive"))) {
      return files.anyMatch(file -> file.toString().endsWith(".avro"));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  JobID submit(String job, String principal) throws Exception {
    return flink.submit(
        job + "-as-" + principal, 1, config(principal), (env, config) -> build(job, env, config));
  }

  void cancel(JobID job) throws InterruptedException, ExecutionException {
    flink.miniCluster().cancelJob(job).get();
  }

  private static void build(String job, StreamExecutionEnvironment env, JobConfig config) {
    switch (job) {
      case "personalization" -> PersonalizationJob.build(env, config);
      case "analytics" -> AnalyticsJob.build(env, config);
      default -> ArchiveJob.build(env, config);
    }
  }

  /** What is sent to the cluster, byte by byte. */
  byte[] graph(String job) throws Exception {
    JobConfig config = config(job);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    JobLauncher.configure(env, config);
    build(job, env, config);
    return InstantiationUtil.serializeObject(env.getStreamGraph().getJobGraph());
  }

  JobConfig config(String principal) throws Exception {
    Map<String, String> given = new HashMap<>();
    kafka.client(principal).forEach((key, value) -> given.put("kafka." + key, value));
    given.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    given.put("checkpoint.interval", "500 ms");
    given.put("source.idleness", "200 ms");
    given.put("popularity.allowed-lateness", "1 s");
    // Each beacon makes a list.
    given.put("recommendation.expires-after", "30 min");
    given.put("recommendation.resend-before", "30 min");
    // So that a redrive has to look for the whole.
    given.put("dead-letter.max-value-size", "4 b");
    given.put("bigquery.project", "p");
    given.put("bigquery.dataset", "d");
    given.put("bigquery.endpoint.grpc", bigQuery.grpcEndpoint());
    given.put("jdbc.url", postgres.url());
    given.put("jdbc.user", SecuredPostgres.DASHBOARDS);
    Path password =
        Files.writeString(
            folder.resolve("dashboards"), SecuredPostgres.text(SecuredPostgres.DASHBOARDS));
    given.put("jdbc.password", "${file:" + password + "}");
    given.put("archive.path", folder.resolve("archive").toUri().toString());
    given.put("archive.roll-interval", "500 ms");
    return JobConfig.of(given, AnalyticsJob.REQUIRED);
  }

  /** What Flink's REST interface answers. */
  String get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(flink.url() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Runs a command with a principal's credentials. */
  CommandLineRun nowfeed(String command, String principal, String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of(command));
    boolean hasAction = command.equals("topics");
    if (hasAction) {
      args.add(more[0]);
    }
    args.addAll(
        List.of(
            "--kafka",
            kafka.bootstrapServers(),
            "--kafka-config",
            kafka.clientFile(principal).toString()));
    args.addAll(List.of(more).subList(hasAction ? 1 : 0, more.length));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  /** What the broker did not allow. */
  List<Decision> refused() {
    return RecordingAuthorizer.decisions().stream().filter(asked -> !asked.allowed()).toList();
  }

  /** The declared rights that nobody used. */
  List<String> unused() {
    return TopicsFile.shipped()
        .acls()
        .filter(acl -> RecordingAuthorizer.decisions().stream().noneMatch(asked -> asked.uses(acl)))
        .map(AclBinding::toString)
        .toList();
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable part : Arrays.asList(flink, bigQuery, connect, postgres, kafka)) {
      if (part != null) {
        part.close();
      }
    }
  }
}
