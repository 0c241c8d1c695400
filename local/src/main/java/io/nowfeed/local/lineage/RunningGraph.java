package io.nowfeed.local.lineage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * The graph that runs now.
 *
 * @param flink the REST API that told it
 * @param nodes jobs, connectors and what they read and write
 * @param edges who reads and writes what
 * @param flows within jobs, from which input records come to which output
 * @param silent names of jobs that run and do not say what they read and write
 */
public record RunningGraph(
    String flink, List<Node> nodes, List<Edge> edges, List<Flow> flows, List<String> silent) {
  /** What a node is. */
  public enum Kind {
    JOB,
    CONNECTOR,
    TOPIC,
    TABLE,
    FILES;

    /** Whether it moves records, and does not hold them. */
    public boolean moves() {
      return this == JOB || this == CONNECTOR;
    }

    /** For people and programs. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A job, connector, topic, table or folder.
   *
   * @param id unique in the graph
   * @param namespace where it is, as OpenLineage names it; of a job Flink's id of it; of a
   *     connector null
   * @param name its name there
   * @param schema the file that defines it, or its table; null when the catalog does not know it
   * @param owner who answers for it; null when the catalog does not know it
   * @param pii whether some field is personal
   */
  public record Node(
      String id,
      Kind kind,
      String namespace,
      String name,
      String schema,
      String owner,
      boolean pii) {}

  /**
   * Records go along it.
   *
   * @param from a node's id
   * @param to a node's id
   * @param records how many since the job started or was restarted last; null when nobody counts
   */
  public record Edge(String from, String to, Long records) {}

  /**
   * Records of an input come to an output.
   *
   * @param job the job's node
   * @param from a node's id
   * @param to a node's id
   */
  public record Flow(String job, String from, String to) {}

  /** The node of an id. */
  public Node node(String id) {
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
  }
}
