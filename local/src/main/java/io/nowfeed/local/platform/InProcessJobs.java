package io.nowfeed.local.platform;

import io.nowfeed.jobs.config.InvalidConfigException;
import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.local.server.FlinkCluster;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;

/** Jobs on a cluster in this process. */
final class InProcessJobs implements Jobs {
  private final FlinkCluster cluster;
  private final Map<String, JobID> ids = new ConcurrentHashMap<>();

  InProcessJobs(FlinkCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void submit(LocalJob job)
      throws IOException, InterruptedException, InvalidConfigException {
    JobConfig config = JobConfig.of(job.settings(), List.of());
    ids.put(job.name(), cluster.submit(job.name(), job.parallelism(), config, job.graph()));
  }

  @Override
  public boolean isRunning(String job) throws InterruptedException {
    try {
      return cluster.status(ids.get(job)) == JobStatus.RUNNING;
    } catch (ExecutionException e) {
      return false;
    }
  }

  @Override
  public boolean allRun() throws InterruptedException {
    for (String job : ids.keySet()) {
      if (!isRunning(job)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long completedCheckpoints(String job) throws InterruptedException {
    try {
      return cluster.completedCheckpoints(ids.get(job));
    } catch (ExecutionException e) {
      return 0;
    }
  }

  @Override
  public long restarts() throws InterruptedException {
    long all = 0;
    for (JobID id : ids.values()) {
      try {
        all += cluster.restarts(id);
      } catch (ExecutionException e) {
        // It cannot be asked while it is started again; the next look counts it.
      }
    }
    return all;
  }
}
