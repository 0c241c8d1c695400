package io.nowfeed.local.lineage;

import io.nowfeed.events.TopicSchema;
import io.nowfeed.jobs.lineage.JobLineage;
import io.nowfeed.jobs.lineage.JobLineage.Dataset;
import io.nowfeed.jobs.lineage.JobLineage.Endpoint;
import io.nowfeed.local.catalog.Catalog;
import io.nowfeed.local.catalog.CatalogItem;
import io.nowfeed.local.lineage.RunningGraph.Edge;
import io.nowfeed.local.lineage.RunningGraph.Flow;
import io.nowfeed.local.lineage.RunningGraph.Kind;
import io.nowfeed.local.lineage.RunningGraph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Joins what jobs, connectors and the catalog say: the same topic of two jobs is one node. */
final class GraphBuilder {
  private static final String KAFKA = "kafka";

  /** What defines a topic that has no schema of ours. */
  private static final String DEBEZIUM = "changes of postgres table users";

  private final Catalog catalog;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<List<String>, Edge> edges = new LinkedHashMap<>();
  private final List<Flow> flows = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();

  GraphBuilder(Catalog catalog) {
    this.catalog = catalog;
  }

  void add(RunningJob job) {
    if (job.lineage() == null) {
      silent.add(job.name());
      return;
    }
    String id = "job/" + job.id();
    nodes.put(id, new Node(id, Kind.JOB, job.id(), job.name(), null, null, false));
    job.lineage().inputs().forEach(input -> addInput(id, input, job.counts()));
    job.lineage().outputs().forEach(output -> addOutput(id, output, job.counts()));
    addFlows(id, job.lineage());
  }

  /** After the jobs: a connector does not tell which Kafka it writes to. */
  void add(Connector connector) {
    String id = "connector/" + connector.name();
    nodes.put(id, new Node(id, Kind.CONNECTOR, null, connector.name(), null, null, false));
    connector
        .topics()
        .forEach(
            (table, topic) -> {
              edge(dataset(table, ""), id, null);
              edge(id, topic(topic), null);
            });
  }

  RunningGraph build(String flink) {
    return new RunningGraph(
        flink,
        List.copyOf(nodes.values()),
        List.copyOf(edges.values()),
        List.copyOf(flows),
        List.copyOf(silent));
  }

  /** A source of several topics counts them together. */
  private void addInput(String job, Endpoint input, OperatorCounts counts) {
    Long records = input.datasets().size() == 1 ? counts.read(input.operator()) : null;
    for (Dataset dataset : input.datasets()) {
      edge(dataset(dataset, input.operator()), job, records);
    }
  }

  private void addOutput(String job, Endpoint output, OperatorCounts counts) {
    Long records = counts.written(output.operator());
    for (Dataset dataset : output.datasets()) {
      edge(job, dataset(dataset, output.operator()), records);
      records = counts.refused(output.operator()); // of those behind the first
    }
  }

  private void addFlows(String job, JobLineage lineage) {
    for (JobLineage.Flow flow : lineage.flows()) {
      for (String from : ids(lineage.inputs(), flow.input())) {
        for (String to : ids(lineage.outputs(), flow.output())) {
          Flow added = new Flow(job, from, to);
          if (!flows.contains(added)) {
            flows.add(added);
          }
        }
      }
    }
  }

  private static List<String> ids(List<Endpoint> endpoints, String operator) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.operator().equals(operator))
        .flatMap(endpoint -> endpoint.datasets().stream())
        .map(GraphBuilder::id)
        .toList();
  }

  /** Two sinks of a job may write one topic. */
  private void edge(String from, String to, Long records) {
    edges.merge(
        List.of(from, to),
        new Edge(from, to, records),
        (one, other) -> new Edge(from, to, sum(one.records(), other.records())));
  }

  private static Long sum(Long one, Long other) {
    return one == null || other == null ? null : Long.valueOf(one + other);
  }

  private String topic(String name) {
    return nodes.values().stream()
        .filter(node -> node.kind() == Kind.TOPIC && node.name().equals(name))
        .map(Node::id)
        .findFirst()
        .orElseGet(() -> dataset(new Dataset(KAFKA, name), ""));
  }

  private String dataset(Dataset dataset, String operator) {
    String id = id(dataset);
    nodes.computeIfAbsent(id, unknown -> node(id, dataset, operator));
    return id;
  }

  private static String id(Dataset dataset) {
    return dataset.namespace() + "/" + dataset.name();
  }

  private Node node(String id, Dataset dataset, String operator) {
    Kind kind = kind(dataset.namespace());
    Optional<CatalogItem> item = item(kind, dataset, operator);
    return new Node(
        id,
        kind,
        dataset.namespace(),
        dataset.name(),
        item.map(GraphBuilder::schema).orElse(null),
        item.map(CatalogItem::owner).orElse(null),
        item.map(CatalogItem::isPersonal).orElse(false));
  }

  private static Kind kind(String namespace) {
    if (namespace.startsWith(KAFKA)) {
      return Kind.TOPIC;
    }
    return namespace.startsWith("bigquery") || namespace.startsWith("postgres")
        ? Kind.TABLE
        : Kind.FILES;
  }

  /** A topic may bear another name than ours; the source that reads it does not. */
  private Optional<CatalogItem> item(Kind kind, Dataset dataset, String operator) {
    if (kind == Kind.TOPIC) {
      return catalog
          .topic(dataset.name())
          .or(() -> catalog.topic(operator.replaceFirst("^Source: ", "")));
    }
    String leaf = dataset.name().replaceFirst("^.*[./]", "");
    return catalog.named(leaf).stream().filter(item -> fits(item, dataset, kind)).findFirst();
  }

  private static boolean fits(CatalogItem item, Dataset dataset, Kind kind) {
    return switch (item.kind()) {
      case TOPIC -> false;
      case POSTGRES -> dataset.namespace().startsWith("postgres");
      case BIGQUERY -> dataset.namespace().startsWith("bigquery");
      case ARCHIVE -> kind == Kind.FILES;
    };
  }

  private static String schema(CatalogItem item) {
    if (item.kind() != CatalogItem.Kind.TOPIC) {
      return item.title();
    }
    return TopicSchema.of(item.name()).isPresent() ? TopicSchema.file(item.name()) : DEBEZIUM;
  }
}
