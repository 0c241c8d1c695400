package io.nowfeed.jobs.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What a job reads and writes, as its sources and sinks report it to Flink (FLIP-314), with the
 * names of the operators, whose metrics count the records.
 *
 * <p>It is kept in the job's parameters. Flink hands lineage to listeners once, where a job is
 * submitted; whoever asks later, or of a job that was recovered since, has it from the job itself.
 *
 * @param inputs one for each source
 * @param outputs one for each sink
 * @param flows from which source records come to which sink
 */
public record JobLineage(List<Endpoint> inputs, List<Endpoint> outputs, List<Flow> flows) {
  /** The job parameter that holds it, as JSON. */
  public static final String PARAMETER = "nowfeed.lineage";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * A source or a sink.
   *
   * @param operator its name in Flink's metrics, before they replace characters: of a sink, that of
   *     its writer
   * @param datasets what it reads or writes; of a sink the first takes its records, and those
   *     behind take what the first refuses
   */
  public record Endpoint(String operator, List<Dataset> datasets) {}

  /**
   * A topic, table or folder, named as OpenLineage's specification says.
   *
   * @param namespace where it is: {@code kafka://host:port}, {@code bigquery}
   * @param name its name there
   */
  public record Dataset(String namespace, String name) {}

  /**
   * Records go from one to the other.
   *
   * @param input operator of a source
   * @param output operator of a sink
   */
  public record Flow(String input, String output) {}

  /** For the job's parameters. */
  public String toJson() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text is always writable", e);
    }
  }

  /**
   * From the job's parameters.
   *
   * @throws IllegalArgumentException if it is no lineage
   */
  public static JobLineage fromJson(String json) {
    try {
      return MAPPER.readValue(json, JobLineage.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the job parameter " + PARAMETER + " is no lineage: " + e.getOriginalMessage(), e);
    }
  }
}
