package io.nowfeed.jobs.lineage;

import io.nowfeed.jobs.lineage.JobLineage.Dataset;
import io.nowfeed.jobs.lineage.JobLineage.Endpoint;
import io.nowfeed.jobs.lineage.JobLineage.Flow;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.transformations.SinkTransformation;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.apache.flink.streaming.api.transformations.TransformationWithLineage;

/**
 * Reads what the sources and sinks of a graph report to Flink (FLIP-314), before the graph is
 * submitted.
 *
 * <p>They are those of Flink's own lineage graph; who flows to whom is not taken from there. Flink
 * 2.2 does not look behind a broadcast join ({@code BroadcastStateTransformation} names its direct
 * inputs as all its predecessors), and so leaves out most of what a feed is made from.
 */
public final class LineageReader {
  private LineageReader() {}

  /**
   * The lineage of a job, sources and sinks in the order in which they were added.
   *
   * @param transformations all that the job's environment has
   */
  public static JobLineage read(Collection<Transformation<?>> transformations) {
    Set<Transformation<?>> all = withUpstream(transformations);
    List<TransformationWithLineage<?>> reporting =
        reporting(all).sorted(Comparator.comparingInt(Transformation::getId)).toList();
    List<TransformationWithLineage<?>> sources =
        reporting.stream().filter(LineageReader::isSource).toList();
    List<TransformationWithLineage<?>> sinks =
        reporting.stream().filter(one -> !isSource(one)).toList();
    return new JobLineage(
        sources.stream().map(LineageReader::endpoint).toList(),
        sinks.stream().map(LineageReader::endpoint).toList(),
        sinks.stream().flatMap(LineageReader::flows).toList());
  }

  private static Stream<Flow> flows(TransformationWithLineage<?> sink) {
    return reporting(withUpstream(List.of(sink)))
        .filter(LineageReader::isSource)
        .sorted(Comparator.comparingInt(Transformation::getId))
        .map(source -> new Flow(operator(source), operator(sink)));
  }

  /** These, and all that records come from to them. */
  private static Set<Transformation<?>> withUpstream(Collection<? extends Transformation<?>> some) {
    Set<Transformation<?>> found = new LinkedHashSet<>();
    Deque<Transformation<?>> open = new ArrayDeque<>(some);
    while (!open.isEmpty()) {
      Transformation<?> next = open.remove();
      if (found.add(next)) {
        open.addAll(next.getInputs());
      }
    }
    return found;
  }

  private static Stream<TransformationWithLineage<?>> reporting(Set<Transformation<?>> all) {
    return all.stream()
        .filter(TransformationWithLineage.class::isInstance)
        .<TransformationWithLineage<?>>map(one -> (TransformationWithLineage<?>) one)
        .filter(one -> one.getLineageVertex() != null);
  }

  /** Not by what is reported: the Kafka sink reports itself as a source. */
  private static boolean isSource(TransformationWithLineage<?> transformation) {
    return transformation instanceof SourceTransformation;
  }

  private static Endpoint endpoint(TransformationWithLineage<?> transformation) {
    return new Endpoint(
        operator(transformation),
        transformation.getLineageVertex().datasets().stream()
            .flatMap(LineageReader::datasets)
            .toList());
  }

  /** As Flink's translation of the graph names operators. */
  private static String operator(Transformation<?> transformation) {
    return transformation instanceof SinkTransformation
        ? transformation.getName() + ": Writer"
        : "Source: " + transformation.getName();
  }

  /** A source of several topics reports them as one. */
  private static Stream<Dataset> datasets(LineageDataset dataset) {
    return dataset.facets().values().stream()
        .filter(KafkaDatasetFacet.class::isInstance)
        .map(facet -> ((KafkaDatasetFacet) facet).getTopicIdentifier().getTopics())
        .filter(topics -> topics != null && !topics.isEmpty())
        .findFirst()
        .map(topics -> topics.stream().map(topic -> new Dataset(dataset.namespace(), topic)))
        .orElseGet(() -> Stream.of(new Dataset(dataset.namespace(), dataset.name())));
  }
}
