package io.nowfeed.local.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** A graph as programs read it. */
final class GraphJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private GraphJson() {}

  static String of(RunningGraph graph) throws JsonProcessingException {
    return MAPPER.writeValueAsString(graph) + "\n";
  }
}
