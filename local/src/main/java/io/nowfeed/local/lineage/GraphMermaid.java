package io.nowfeed.local.lineage;

import io.nowfeed.local.lineage.RunningGraph.Edge;
import io.nowfeed.local.lineage.RunningGraph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A graph as a Mermaid flowchart: topics are parallelograms, tables cylinders, files boxes with two
 * sides, jobs and connectors rectangles. What holds personal data has a red border.
 */
final class GraphMermaid {
  private GraphMermaid() {}

  static String of(RunningGraph graph) {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    Map<String, String> ids = new HashMap<>();
    for (Node node : graph.nodes()) {
      String id = "n" + ids.size();
      ids.put(node.id(), id);
      text.append("  ").append(id).append(shape(node)).append('\n');
    }
    for (Edge edge : graph.edges()) {
      String arrow =
          edge.records() == null
              ? " --> "
              : String.format(Locale.ROOT, " -->|\"%,d\"| ", edge.records());
      text.append("  ").append(ids.get(edge.from())).append(arrow).append(ids.get(edge.to()));
      text.append('\n');
    }
    List<Node> personal = graph.nodes().stream().filter(Node::pii).toList();
    if (!personal.isEmpty()) {
      text.append("  classDef pii stroke:#c00,stroke-width:2px\n  class ");
      text.append(
          personal.stream().map(node -> ids.get(node.id())).collect(Collectors.joining(",")));
      text.append(" pii\n");
    }
    return text.toString();
  }

  private static String shape(Node node) {
    String label = "\"" + escaped(node.name()) + "\"";
    return switch (node.kind()) {
      case JOB, CONNECTOR -> "[" + label + "]";
      case TOPIC -> "[/" + label + "/]";
      case TABLE -> "[(" + label + ")]";
      case FILES -> "[[" + label + "]]";
    };
  }

  /** Mermaid's own escapes; a name could close the label or be taken for HTML. */
  private static String escaped(String name) {
    return name.replace("#", "#35;")
        .replace("\"", "#quot;")
        .replace("<", "#lt;")
        .replace(">", "#gt;")
        .replace("\n", " ");
  }
}
