package io.nowfeed.local.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import io.nowfeed.jobs.lineage.JobLineage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The jobs that run on a Flink cluster, as its REST API tells. */
final class FlinkJobs {
  private final RestApi flink;
  private final Duration pause;

  /**
   * @param pause between two questions for counts that are not known yet
   */
  FlinkJobs(RestApi flink, Duration pause) {
    this.flink = flink;
    this.pause = pause;
  }

  /**
   * Those that run now, in the order of their names.
   *
   * @throws IOException when Flink does not answer
   */
  List<RunningJob> running() throws IOException, InterruptedException {
    List<RunningJob> jobs = new ArrayList<>();
    for (JsonNode job : flink.get("/jobs/overview").path("jobs")) {
      if (job.path("state").asText().equals("RUNNING")) {
        jobs.add(job(job.path("jid").asText(), job.path("name").asText()));
      }
    }
    jobs.sort((one, other) -> one.name().compareTo(other.name()));
    return jobs;
  }

  private RunningJob job(String id, String name) throws IOException, InterruptedException {
    JobLineage lineage = lineage(id);
    return new RunningJob(
        id,
        name,
        lineage,
        new CountReader(flink, id, pause).read(lineage == null ? List.of() : all(lineage)));
  }

  private JobLineage lineage(String id) throws IOException, InterruptedException {
    JsonNode kept =
        flink
            .get("/jobs/" + id + "/config")
            .path("execution-config")
            .path("user-config")
            .path(JobLineage.PARAMETER);
    return kept.isMissingNode() ? null : JobLineage.fromJson(kept.asText());
  }

  private static List<String> all(JobLineage lineage) {
    List<String> operators = new ArrayList<>();
    lineage.inputs().forEach(input -> operators.add(input.operator()));
    lineage.outputs().forEach(output -> operators.add(output.operator()));
    return operators;
  }
}
