package io.nowfeed.local.cli;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import io.nowfeed.events.Topics;
import io.nowfeed.local.observe.TopicCounts;
import io.nowfeed.local.platform.Platform;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether what went in came out: every interaction and beacon in Kafka is a row in BigQuery, once,
 * or a dead letter. Waits for rows that are on their way.
 */
final class Reconciliation {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 500;

  private final BigQuery bigQuery;
  private final TopicCounts topics;
  private final Stop stop;
  private final Clock clock;

  Reconciliation(Platform platform, Stop stop, Clock clock) throws IOException {
    this.bigQuery = platform.bigQueryClient();
    this.topics = new TopicCounts(platform.endpoints().kafka());
    this.stop = stop;
    this.clock = clock;
  }

  /**
   * What came of a hop.
   *
   * @param name of what went in
   * @param in records in the topic
   * @param deadLetters of them
   * @param rows in BigQuery
   * @param distinct of them, by origin
   */
  record Hop(String name, long in, long deadLetters, long rows, long distinct) {
    boolean agrees() {
      return rows == distinct && rows == in - deadLetters;
    }

    String describe() {
      String counts =
          String.format(
              Locale.ROOT,
              "%-20s %d in Kafka = %d rows in BigQuery + %d dead letters",
              name,
              in,
              rows,
              deadLetters);
      return counts
          + (agrees() ? ": agrees, each once" : ": DISAGREES (distinct origins: " + distinct + ")");
    }
  }

  /** The hops, when they agree, or when nothing has changed for half a minute. */
  List<Hop> await() throws InterruptedException {
    long interactions = topics.records(Topics.INTERACTIONS);
    long beacons = topics.records(Topics.BEACONS);
    List<Hop> hops = List.of();
    long lastChange = clock.millis();
    do {
      List<Hop> now = hops(interactions, beacons);
      if (!now.equals(hops)) {
        lastChange = clock.millis();
        hops = now;
      }
      if (hops.stream().allMatch(Hop::agrees)) {
        return hops;
      }
    } while (!stop.await(POLL_MILLIS) && clock.millis() - lastChange < PATIENCE.toMillis());
    return hops;
  }

  private List<Hop> hops(long interactions, long beacons) throws InterruptedException {
    Map<String, Long> deadLetters = topics.deadLetters();
    List<Hop> hops = new ArrayList<>();
    hops.add(hop(Topics.INTERACTIONS, interactions, deadLetters, "enriched_interactions"));
    hops.add(hop(Topics.BEACONS, beacons, deadLetters, "active_users"));
    return hops;
  }

  private Hop hop(String topic, long in, Map<String, Long> deadLetters, String table)
      throws InterruptedException {
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(
                "SELECT count(*), count(DISTINCT (origin_partition, origin_offset)) FROM " + table)
            .setDefaultDataset(DatasetId.of(Platform.PROJECT, Platform.DATASET))
            .build();
    FieldValueList row = bigQuery.query(query).iterateAll().iterator().next();
    return new Hop(
        topic,
        in,
        deadLetters.getOrDefault(topic, 0L),
        row.get(0).getLongValue(),
        row.get(1).getLongValue());
  }
}
