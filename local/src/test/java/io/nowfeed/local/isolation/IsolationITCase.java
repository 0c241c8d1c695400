package io.nowfeed.local.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.bigquery.DatasetId;
import io.nowfeed.local.audit.Audit;
import io.nowfeed.local.audit.AuditOptions;
import io.nowfeed.local.audit.AuditReport;
import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.observe.Observer;
import io.nowfeed.local.platform.Platform;
import io.nowfeed.local.platform.PlatformOptions;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.platform.RunningPlatform;
import io.nowfeed.local.traffic.Simulator;
import io.nowfeed.local.traffic.SimulatorOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While BigQuery and the dashboards' database cannot be reached, recommendations are as many and as
 * fresh as before; when they are back, everything arrives there, once. {@code
 * -Dnowfeed.outage=PT10M} makes the outage longer; the figures are printed.
 */
class IsolationITCase {
  /** One stumble is seen for ten seconds: less than half of it, so that a median passes it over. */
  private static final Duration OUTAGE =
      Duration.parse(System.getProperty("nowfeed.outage", "PT30S"));

  private static final Duration CALM = OUTAGE.dividedBy(2);
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration CATCH_UP = Duration.ofMinutes(3);
  private static final double RATE = 150;

  @TempDir private Path folder;

  @Test
  void anOutageOfTheTablesIsNotFeltByRecommendations() throws Exception {
    Ports ports = Ports.free();
    try (Gate bigQuery = Gate.to(ports.bigQueryGrpc());
        Gate postgres = Gate.to(ports.postgres());
        RunningPlatform running =
            RunningPlatform.in(folder.resolve("data"), through(ports, bigQuery, postgres))) {
      Platform platform = running.platform();
      try (Observer observer =
              Observer.start(platform.endpoints().kafka(), false, Clock.systemUTC());
          Simulator traffic =
              new Simulator(
                  platform.target(), new SimulatorOptions(RATE, 500, 200, 1), Clock.systemUTC())) {
        traffic.prepare();
        traffic.start();
        Stretch.watch("warm-up", WARM_UP, traffic, observer);

        Stretch before = Stretch.watch("before", CALM, traffic, observer);
        bigQuery.shut();
        postgres.shut();
        long rowsThen = rows(platform);
        Stretch outage = Stretch.watch("outage", OUTAGE, traffic, observer);
        assertThat(rows(platform)).as("rows that came through a shut gate").isEqualTo(rowsThen);
        bigQuery.open();
        postgres.open();
        long opened = System.currentTimeMillis();
        Stretch after = Stretch.watch("after", CALM, traffic, observer);
        System.out.printf("%s%n%s%n%s%n", before, outage, after);

        assertUndisturbed(before, outage, after);
        traffic.close();
        awaitAllRows(platform);
        assertThat(newestBoard(platform)).isGreaterThan(opened);
      }
    }
  }

  private static PlatformOptions through(Ports ports, Gate bigQuery, Gate postgres) {
    return new PlatformOptions(
        ports,
        2,
        0,
        false,
        Map.of(
            "bigquery.endpoint.grpc",
            "127.0.0.1:" + bigQuery.port(),
            "jdbc.url",
            "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres"));
  }

  /** On two cores the bounds have to be wide; a job that waits misses them by far. */
  private static void assertUndisturbed(Stretch before, Stretch outage, Stretch after) {
    // More than all is what was still left of the warm-up.
    assertThat(outage.through()).isGreaterThan(0.97 * Math.min(1, before.through()));
    assertThat(outage.p50()).isLessThan(2 * before.p50() + 20);
    // Two calm stretches differ by as much as this allows: the worse one is the yardstick.
    long calm = Math.max(before.p99(), after.p99());
    assertThat(outage.p99()).isLessThan(2 * calm + 100);
  }

  private static long rows(Platform platform) throws Exception {
    long rows = 0;
    for (String table : new String[] {"enriched_interactions", "active_users"}) {
      rows +=
          platform
              .bigQueryClient()
              .query(
                  com.google.cloud.bigquery.QueryJobConfiguration.of(
                      "SELECT count(*) FROM " + Platform.DATASET + "." + table))
              .iterateAll()
              .iterator()
              .next()
              .get(0)
              .getLongValue();
    }
    return rows;
  }

  private static void awaitAllRows(Platform platform) throws Exception {
    AuditOptions options =
        new AuditOptions(
            KafkaAccess.of(platform.endpoints().kafka()),
            "nowfeed",
            Pattern.compile(".*"),
            Set.of(),
            Duration.ZERO,
            new AuditOptions.Tables(
                platform.bigQueryClient(), DatasetId.of(Platform.PROJECT, Platform.DATASET)),
            progress -> {});
    await()
        .atMost(CATCH_UP)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              AuditReport report = new Audit(options, Clock.systemUTC()).run();
              assertThat(report.hops()).isNotEmpty();
              assertThat(report.hops())
                  .allSatisfy(
                      hop -> {
                        assertThat(hop.pending()).as("pending of %s", hop.from()).isZero();
                        assertThat(hop.missing().count()).as("%s", hop).isZero();
                        assertThat(hop.repeated().count()).as("%s", hop).isZero();
                      });
            });
  }

  /** When the newest leaderboard in Postgres was published, epoch milliseconds. */
  private static long newestBoard(Platform platform) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                platform.endpoints().postgres().url(), platform.endpoints().postgres().user(), "");
        Statement statement = connection.createStatement();
        ResultSet newest =
            statement.executeQuery(
                "SELECT (extract(epoch FROM max(published_at)) * 1000)::bigint"
                    + " FROM popularity_boards")) {
      newest.next();
      return newest.getLong(1);
    }
  }
}
