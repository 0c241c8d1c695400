package io.nowfeed.jobs.profile;

import io.nowfeed.jobs.config.Experiment;
import io.nowfeed.jobs.config.Experiment.Arm;
import io.nowfeed.jobs.metrics.JobMetric;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * How many users came to each arm of the experiment, and whether that is by chance. A sample-ratio
 * mismatch says that arms do not get the users they should, so that what they are compared by means
 * nothing (Fabijan et al., Diagnosing Sample Ratio Mismatch, KDD 2019).
 *
 * <p>Each subtask has a random part of the users, and counts from the start of the task.
 */
final class ArmCounts {
  private final Experiment experiment;
  private final Map<String, Counter> joined = new LinkedHashMap<>();

  ArmCounts(Experiment experiment, MetricGroup operator) {
    this.experiment = experiment;
    for (Arm arm : experiment.arms()) {
      joined.put(arm.name(), JobMetric.USERS_JOINED.counter(operator, Map.of("arm", arm.name())));
    }
    JobMetric.SAMPLE_RATIO_MISMATCH.gauge(operator, this::mismatch);
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
