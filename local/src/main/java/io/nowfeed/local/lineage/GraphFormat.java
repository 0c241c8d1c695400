package io.nowfeed.local.lineage;

import java.io.IOException;

/** How a graph is printed. */
public enum GraphFormat {
  /** Job by job, for people. */
  TEXT {
    @Override
    public String format(RunningGraph graph) {
      return GraphText.of(graph);
    }
  },

  /** A flowchart that GitHub, GitLab and mermaid.live draw. */
  MERMAID {
    @Override
    public String format(RunningGraph graph) {
      return GraphMermaid.of(graph);
    }
  },

  /** For programs. */
  JSON {
    @Override
    public String format(RunningGraph graph) throws IOException {
      return GraphJson.of(graph);
    }
  };

  /** The graph, with a newline at its end. */
  public abstract String format(RunningGraph graph) throws IOException;
}
