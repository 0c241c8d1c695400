package io.nowfeed.local.lineage;

import io.nowfeed.jobs.lineage.JobLineage.Dataset;
import io.nowfeed.local.catalog.Catalog;
import java.io.IOException;
import java.time.Duration;

/** Asks Flink and Kafka Connect for the graph that runs now. */
public final class Lineage {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String flink;
  private final String connect;
  private final Dataset database;
  private final Duration pause;

  /**
   * @param flink URL of Flink's REST API
   * @param connect URL of Kafka Connect's REST API, null to leave connectors out
   * @param database where the database is that connectors look up; null when nobody knows
   */
  public Lineage(String flink, String connect, Dataset database) {
    this(flink, connect, database, PAUSE);
  }

  Lineage(String flink, String connect, Dataset database, Duration pause) {
    this.flink = flink;
    this.connect = connect;
    this.database = database;
    this.pause = pause;
  }

  /**
   * The graph.
   *
   * @throws IOException when one of them does not answer
   */
  public RunningGraph read() throws IOException, InterruptedException {
    GraphBuilder graph = new GraphBuilder(Catalog.read());
    for (RunningJob job : new FlinkJobs(new RestApi("Flink", flink), pause).running()) {
      graph.add(job);
    }
    if (connect != null) {
      RestApi api = new RestApi("Kafka Connect", connect);
      new ConnectTables(api, database).running().forEach(graph::add);
    }
    return graph.build(flink);
  }
}
