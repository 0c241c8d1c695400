package io.nowfeed.sinks.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What there is to say of a metric; {@code docs/metrics.md} is made of it.
 *
 * @param name as it is registered; ends in {@code Millis} when that is the unit
 * @param kind how it is read
 * @param unit what is counted or measured
 * @param labelSets for each of them there is a value of every combination of its labels
 * @param meaning what it says
 * @param alertWhen what to be called for, or that there is nothing
 */
public record MetricDefinition(
    String name,
    Kind kind,
    String unit,
    List<List<String>> labelSets,
    String meaning,
    String alertWhen) {

  /** The group that all are in, so that they are told from Flink's and from those of others. */
  public static final String GROUP = "nowfeed";

  private static final String OPERATOR_SCOPE = "flink_taskmanager_job_task_operator";

  /** How a metric is read. */
  public enum Kind {
    /** Grows from the start of the task. */
    COUNTER,
    /** Is what it is at the moment. */
    GAUGE,
    /** Quantiles of the latest {@value #HISTOGRAM_SIZE} values, and how many there were. */
    HISTOGRAM
  }

  /** How many values a histogram keeps. */
  public static final int HISTOGRAM_SIZE = 1_000;

  /** A counter without labels. */
  public static MetricDefinition counter(String name, String unit) {
    return of(name, Kind.COUNTER, unit);
  }

  /** A gauge without labels. */
  public static MetricDefinition gauge(String name, String unit) {
    return of(name, Kind.GAUGE, unit);
  }

  /** A histogram without labels. */
  public static MetricDefinition histogram(String name, String unit) {
    return of(name, Kind.HISTOGRAM, unit);
  }

  private static MetricDefinition of(String name, Kind kind, String unit) {
    return new MetricDefinition(name, kind, unit, List.of(), "", "");
  }

  /** The same by labels; said again, by others as well. */
  public MetricDefinition by(String... labels) {
    List<List<String>> sets = new ArrayList<>(labelSets);
    sets.add(List.of(labels));
    return new MetricDefinition(name, kind, unit, List.copyOf(sets), meaning, alertWhen);
  }

  /** The same with its meaning. */
  public MetricDefinition means(String text) {
    return new MetricDefinition(name, kind, unit, labelSets, text, alertWhen);
  }

  /** The same with what to be called for. */
  public MetricDefinition alertWhen(String text) {
    return new MetricDefinition(name, kind, unit, labelSets, meaning, text);
  }

  /**
   * The labels in their order.
   *
   * @throws IllegalArgumentException if it is of another kind, or has other labels
   */
  List<String> requireDeclared(Kind wantedKind, Set<String> wantedLabels) {
    for (List<String> labels : labelSetsOrNone()) {
      if (kind == wantedKind && Set.copyOf(labels).equals(wantedLabels)) {
        return labels;
      }
    }
    throw new IllegalArgumentException(
        "metric %s is declared as a %s by %s, not as a %s by %s"
            .formatted(name, kind, labelSetsOrNone(), wantedKind, wantedLabels));
  }

  private List<List<String>> labelSetsOrNone() {
    return labelSets.isEmpty() ? List.of(List.of()) : labelSets;
  }

  /** Its names in Prometheus, one for each set of labels: Flink puts labels into names, too. */
  public List<String> prometheusNames() {
    return labelSetsOrNone().stream().map(this::prometheusName).toList();
  }

  private String prometheusName(List<String> labels) {
    String scope = labels.stream().map(label -> label + "_").collect(Collectors.joining());
    return OPERATOR_SCOPE + "_" + GROUP + "_" + scope + name;
  }
}
