package io.nowfeed.jobs.profile;

import io.nowfeed.jobs.config.Experiment;
import io.nowfeed.jobs.config.Experiment.Arm;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * How many users came to each arm of the experiment, and whether that is by chance. A sample-ratio
 * mismatch says that arms do not get the users they should, so that what they are compared by means
 * nothing (Fabijan et al., Diagnosing Sample Ratio Mismatch, KDD 2019).
 *
 * <p>Metrics of each subtask, which has a random part of the users: {@code usersJoined} by arm, and
 * {@code sampleRatioMismatch}, the p-value of a chi-squared test from 0 to 1; alert below 0.0005.
 * Both count from the start of the task.
 */
final class ArmCounts {
  private final Experiment experiment;
  private final Map<String, Counter> joined = new LinkedHashMap<>();

  ArmCounts(Experiment experiment, MetricGroup operator) {
    this.experiment = experiment;
    MetricGroup group = operator.addGroup("nowfeed");
    for (Arm arm : experiment.arms()) {
      joined.put(arm.name(), group.addGroup("arm", arm.name()).counter("usersJoined"));
    }
    group.gauge("sampleRatioMismatch", (Gauge<Double>) this::mismatch);
  }

  /** A user of the arm was active for the first time: once, however often a list brings it back. */
  void joined(Arm arm) {
    joined.get(arm.name()).inc();
  }

  /** The probability of counts as uneven as these when users go where they should. */
  double mismatch() {
    long users = joined.values().stream().mapToLong(Counter::getCount).sum();
    if (users == 0 || experiment.arms().size() == 1) {
      return 1;
    }
    double chiSquared = 0;
    for (Arm arm : experiment.arms()) {
      double expected = users * arm.share();
      double off = joined.get(arm.name()).getCount() - expected;
      chiSquared += off * off / expected;
    }
    // No random generator: none is needed for a probability.
    return 1
        - new ChiSquaredDistribution(null, experiment.arms().size() - 1)
            .cumulativeProbability(chiSquared);
  }
}
