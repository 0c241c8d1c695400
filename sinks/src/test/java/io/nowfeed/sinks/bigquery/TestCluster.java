package io.nowfeed.sinks.bigquery;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Flink cluster of two TaskManagers, any of which can be killed, again and again; one for all
 * tests of a class.
 */
final class TestCluster implements BeforeAllCallback, AfterAllCallback {
  private static final int TASK_MANAGERS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private MiniCluster cluster;
  private int oldest;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Configuration settings = new Configuration();
    settings.setString("rest.port", "0");
    settings.setString("heartbeat.interval", "500 ms");
    settings.setString("heartbeat.timeout", "5 s");
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(TASK_MANAGERS)
                .setNumSlotsPerTaskManager(1)
                .build());
    cluster.start();
  }

  MiniCluster flink() {
    return cluster;
  }

  /** Kills the oldest TaskManager, sees it gone, and starts another in its place. */
  void replaceTaskManager() throws Exception {
    awaitTaskManagers(TASK_MANAGERS);
    // Flink never reuses an index, and says nothing when asked to kill a TaskManager that is dead.
    cluster.terminateTaskManager(oldest++).get();
    awaitTaskManagers(TASK_MANAGERS - 1);
    cluster.startTaskManager();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    cluster.close();
  }

  private void awaitTaskManagers(int count) {
    await()
        .atMost(PATIENCE)
        .until(() -> cluster.requestClusterOverview().get().getNumTaskManagersConnected() == count);
  }
}
