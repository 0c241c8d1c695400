package io.nowfeed.local.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nowfeed.bigquery.local.LocalBigQuery;
import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.AnalyticsJob;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.metrics.JobMetric;
import io.nowfeed.local.kafka.TestBroker;
import io.nowfeed.local.metrics.MonitoringFiles.Expression;
import io.nowfeed.local.metrics.Scrape.Sample;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import io.nowfeed.sinks.bigquery.BigQueryTables;
import io.nowfeed.sinks.metrics.DeclaredMetric;
import io.nowfeed.sinks.metrics.MetricDefinition;
import io.nowfeed.sinks.metrics.MetricDefinition.Kind;
import io.nowfeed.sinks.metrics.SinkMetric;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs run, Prometheus asks: what is declared is there, and what files and pages name. */
class MetricsITCase {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String OURS = "_" + MetricDefinition.GROUP + "_";

  @TempDir private static Path folder;
  private static TestBroker broker;
  private static LocalBigQuery bigQuery;
  private static MeteredJobs jobs;
  private static Scrape scrape;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
    broker.reset();
    bigQuery = LocalBigQuery.start(folder.resolve("bigquery"), 0, 0);
    BigQueryTables.createMissing(
        BigQueryConnection.local("p", "d", bigQuery.grpcEndpoint(), bigQuery.restEndpoint()), "US");
    jobs = MeteredJobs.start(folder, Ports.free().flink(), config());
    send(Topics.CONTENT, "c-1", Fixtures.content("c-1", "sport", "en"), ContentItem.class);
    broker.send(Topics.BEACONS, 0, "ann", "no beacon");
    scrape = scrapeOfJobsAtWork();
  }

  @AfterAll
  static void stop() throws Exception {
    jobs.close();
    bigQuery.close();
    broker.close();
  }

  private static JobConfig config() throws Exception {
    return JobConfig.of(
        Map.of(
            "kafka.bootstrap.servers", broker.access().bootstrapServers(),
            "checkpoint.interval", "500 ms",
            "bigquery.project", "p",
            "bigquery.dataset", "d",
            "bigquery.endpoint.grpc", bigQuery.grpcEndpoint()),
        AnalyticsJob.REQUIRED);
  }

  /** Content overtakes nothing: phones try until an item is known when it is clicked. */
  private static Scrape scrapeOfJobsAtWork() {
    return await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .until(
            MetricsITCase::scrapeAfterOneMoreSession,
            scraped ->
                total(scraped, JobMetric.HITS) > 0
                    && total(scraped, JobMetric.LISTS_SENT) > 0
                    && total(scraped, JobMetric.DEAD_LETTERS) > 0
                    && total(scraped, SinkMetric.APPEND_MILLIS) > 0
                    && scraped.named(languageOf(JobMetric.HITS)).size() > 0);
  }

  private static Scrape scrapeAfterOneMoreSession() throws Exception {
    jobs.requireRunning();
    long now = System.currentTimeMillis();
    String session = "s-" + now;
    Beacon beacon = new Beacon("b-" + now, null, "d-" + now, session, now, null, null);
    send(Topics.BEACONS, session, beacon, Beacon.class);
    Interaction click =
        new Interaction("i-" + now, null, "d-" + now, session, "c-1", Action.CLICK, now + 1, null);
    send(Topics.INTERACTIONS, session, click, Interaction.class);
    return jobs.scrape();
  }

  private static <T> void send(String topic, String key, T value, Class<T> type) throws Exception {
    broker.send(topic, 0, key, new String(JsonCodec.of(type).encode(value), UTF_8));
  }

  private static double total(Scrape scraped, DeclaredMetric metric) {
    String suffix = metric.definition().kind() == Kind.HISTOGRAM ? "_count" : "";
    return metric.definition().prometheusNames().stream()
        .flatMap(name -> scraped.named(name + suffix).stream())
        .mapToDouble(Sample::value)
        .sum();
  }

  private static String languageOf(DeclaredMetric metric) {
    return metric.definition().prometheusNames().stream()
        .filter(name -> name.contains("_language_"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyDeclaredMetricIsThereWithItsLabels() {
    SoftAssertions softly = new SoftAssertions();
    declared()
        .forEach(
            metric -> {
              List<List<String>> labels = metric.labelSets();
              List<String> names = metric.prometheusNames();
              for (int i = 0; i < names.size(); i++) {
                Set<String> wanted = new HashSet<>(labels.isEmpty() ? List.of() : labels.get(i));
                wanted.addAll(Set.of("job_name", "operator_name", "subtask_index"));
                if (metric.kind() == Kind.HISTOGRAM) {
                  wanted.add("quantile");
                }
                List<Sample> samples = scrape.named(names.get(i));
                softly.assertThat(samples).as(names.get(i)).isNotEmpty();
                softly
                    .assertThat(samples)
                    .as(names.get(i))
                    .allSatisfy(
                        s -> assertThat(s.labels()).containsKeys(wanted.toArray(new String[0])));
              }
            });
    softly.assertAll();
  }

  @Test
  void nothingIsThereThatIsNotDeclared() {
    Set<String> declared = new HashSet<>();
    declared()
        .forEach(
            metric ->
                metric
                    .prometheusNames()
                    .forEach(name -> declared.addAll(List.of(name, name + "_count"))));
    assertThat(scrape.names()).filteredOn(name -> name.contains(OURS)).isSubsetOf(declared);
  }

  @Test
  void everySeriesThatAlertsAndDashboardsSelectIsThere() throws Exception {
    SoftAssertions softly = new SoftAssertions();
    for (Expression expression : MonitoringFiles.expressions()) {
      for (Selector selector : Selector.of(expression.text())) {
        softly
            .assertThat(scrape.has(selector))
            .as("%s selects %s", expression.place(), selector)
            .isTrue();
      }
    }
    softly.assertAll();
  }

  @Test
  void everyMetricThatPagesNameIsThere() throws Exception {
    Set<String> names = scrape.names();
    assertThat(MonitoringFiles.fullNames()).hasSizeGreaterThan(30).isSubsetOf(names);
    Set<String> shortNames = MonitoringFiles.shortNames();
    assertThat(shortNames).contains("listsSent", "numRestarts", "flushLagMillis");
    assertThat(shortNames)
        .allSatisfy(name -> assertThat(names).as(name).anyMatch(full -> full.endsWith("_" + name)));
  }

  @Test
  void whatIsMeasuredIsPlausible() {
    assertThat(
            scrape.named(JobMetric.FRESHNESS_SINCE_INGESTION.definition().prometheusNames().get(0)))
        .filteredOn(sample -> sample.labels().getOrDefault("quantile", "").equals("0.99"))
        .extracting(sample -> sample.labels().get("stage"))
        .containsExactlyInAnyOrder("ENRICHED", "RECOMMENDED");
    assertThat(total(scrape, JobMetric.TABLE_LOADED)).isEqualTo(1);
    assertThat(total(scrape, JobMetric.ACTIVE_USERS)).isPositive();
    assertThat(scrape.named(JobMetric.DEAD_LETTERS.definition().prometheusNames().get(0)))
        .filteredOn(sample -> sample.value() > 0)
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.labels()).containsEntry("reason", "NOT_JSON");
              assertThat(sample.labels()).containsEntry("operator_name", "Accept_beacons");
            });
    Sample oldest =
        scrape.named(JobMetric.FRESHNESS.definition().prometheusNames().get(0)).stream()
            .max(Comparator.comparingDouble(Sample::value))
            .orElseThrow();
    assertThat(oldest.value()).as("milliseconds").isBetween(0.0, 120_000.0);
  }

  private static Stream<MetricDefinition> declared() {
    return Stream.<DeclaredMetric>concat(
            Arrays.stream(JobMetric.values()), Arrays.stream(SinkMetric.values()))
        .map(DeclaredMetric::definition);
  }
}
