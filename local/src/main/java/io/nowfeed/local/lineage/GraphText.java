package io.nowfeed.local.lineage;

import io.nowfeed.local.lineage.RunningGraph.Edge;
import io.nowfeed.local.lineage.RunningGraph.Node;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** A graph as people read it: job by job, what it reads and what it writes. */
final class GraphText {
  private final RunningGraph graph;
  private final int width;
  private final StringBuilder text = new StringBuilder();

  private GraphText(RunningGraph graph) {
    this.graph = graph;
    this.width = graph.nodes().stream().mapToInt(node -> shown(node).length()).max().orElse(0);
  }

  static String of(RunningGraph graph) {
    GraphText text = new GraphText(graph);
    text.head();
    graph.nodes().stream().filter(node -> node.kind().moves()).forEach(text::mover);
    graph
        .silent()
        .forEach(
            job ->
                text.line(
                    "%s runs and does not say what it reads and writes: Nowfeed's launcher did not"
                        + " start it",
                    job));
    return text.text.toString();
  }

  private void head() {
    long jobs = graph.nodes().stream().filter(node -> node.kind() == RunningGraph.Kind.JOB).count();
    line("%d jobs run at %s", jobs + graph.silent().size(), graph.flink());
    line("records since each job started or was restarted last, up to ten seconds ago");
    line("");
  }

  private void mover(Node mover) {
    line("%s (%s)", mover.name(), mover.kind().text());
    edges("reads", edge -> edge.to().equals(mover.id()), Edge::from);
    edges("writes", edge -> edge.from().equals(mover.id()), Edge::to);
    line("");
  }

  private void edges(String verb, Predicate<Edge> wanted, Function<Edge, String> end) {
    List<Edge> edges = graph.edges().stream().filter(wanted).toList();
    for (int i = 0; i < edges.size(); i++) {
      Edge edge = edges.get(i);
      Node node = graph.node(end.apply(edge));
      line(
          "  %-6s  %-" + width + "s  %13s  %s",
          i == 0 ? verb : "",
          shown(node),
          edge.records() == null ? "-" : String.format(Locale.ROOT, "%,d", edge.records()),
          about(node));
    }
  }

  private static String shown(Node node) {
    return node.kind().text() + " " + node.name();
  }

  private static String about(Node node) {
    String schema = node.schema() == null ? "no schema known" : node.schema();
    String owner = node.owner() == null ? "" : ", owner " + node.owner();
    return schema + owner + (node.pii() ? ", pii" : "");
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
