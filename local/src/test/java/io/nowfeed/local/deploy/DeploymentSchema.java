package io.nowfeed.local.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;

/** The schema of a FlinkDeployment's spec, as the operator installs it in Kubernetes. */
final class DeploymentSchema {
  private static final String RESOURCE =
      "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";
  private static final String SPEC = "spec";

  private final JsonNode schema;
  private final List<String> unknown = new ArrayList<>();

  DeploymentSchema() throws IOException {
    try (InputStream in = FlinkDeployment.class.getResourceAsStream(RESOURCE)) {
      schema =
          new YAMLMapper()
              .readTree(in)
              .at("/spec/versions/0/schema/openAPIV3Schema/properties")
              .path(SPEC);
    }
  }

  /** The paths of the fields of a file's spec that the schema has not. */
  List<String> unknown(JsonNode file) {
    compare(schema, file.path(SPEC), "/" + SPEC);
    return unknown;
  }

  private void compare(JsonNode known, JsonNode value, String path) {
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        compare(known.path("items"), value.get(i), path + "/" + i);
      }
    } else if (value.isObject()) {
      value
          .properties()
          .forEach(field -> compareField(known, field.getKey(), field.getValue(), path));
    }
  }

  private void compareField(JsonNode known, String name, JsonNode value, String path) {
    JsonNode field = known.path("properties").path(name);
    JsonNode any = known.path("additionalProperties");
    if (field.isMissingNode() && any.isMissingNode()) {
      unknown.add(path + "/" + name);
    } else {
      compare(field.isMissingNode() ? any : field, value, path + "/" + name);
    }
  }
}
