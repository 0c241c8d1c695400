package io.nowfeed.jobs;

import io.nowfeed.jobs.config.JobConfig;
import io.nowfeed.jobs.config.JobOptions;
import io.nowfeed.sinks.kafka.BrokerLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether {@code kafka.transaction.timeout} can be kept. Too short, it loses what was written: a
 * transaction is committed a checkpoint after it began. Too long, the brokers refuse it, and the
 * job fails on its TaskManagers, again and again.
 */
final class TransactionTimeout {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionTimeout.class);
  private static final String KEY = JobOptions.TRANSACTION_TIMEOUT.key();

  private TransactionTimeout() {}

  /**
   * What is wrong with it, before anything is submitted: each text names both settings, their
   * values and what to do. Asks the brokers once, within seconds.
   *
   * @param interval which option says how often the job saves its state
   */
  static List<String> problems(JobConfig config, ConfigOption<Duration> interval) {
    List<String> problems = new ArrayList<>();
    Duration timeout = config.get(JobOptions.TRANSACTION_TIMEOUT);
    againstInterval(timeout, interval.key(), config.get(interval), problems);
    // Empty where this machine does not reach the brokers, or they do not tell: the job finds out.
    Optional<Duration> limit = new BrokerLimits(config.kafka()).transactionTimeout();
    limit.ifPresent(most -> againstBrokers(timeout, most, problems));
    return problems;
  }

  static void againstInterval(
      Duration timeout, String intervalKey, Duration interval, List<String> problems) {
    if (timeout.compareTo(interval) <= 0) {
      problems.add(
          "key '"
              + KEY
              + "': "
              + text(timeout)
              + " is not longer than '"
              + intervalKey
              + "', "
              + text(interval)
              + ": the brokers would abort transactions before a checkpoint commits them, and what is"
              + " in them would be lost. Raise the one, or lower the other");
    } else if (timeout.compareTo(interval.multipliedBy(2)) < 0) {
      LOG.warn(
          "{} is {} and {} is {}: the longest outage that loses nothing is {}, less what a checkpoint"
              + " takes",
          KEY,
          text(timeout),
          intervalKey,
          text(interval),
          text(timeout.minus(interval)));
    }
  }

  static void againstBrokers(Duration timeout, Duration limit, List<String> problems) {
    if (timeout.compareTo(limit) > 0) {
      problems.add(
          "key '"
              + KEY
              + "': "
              + text(timeout)
              + " is more than the brokers allow, "
              + BrokerLimits.TRANSACTION_TIMEOUT
              + "="
              + limit.toMillis()
              + " ("
              + text(limit)
              + "). Raise that on every broker, or lower '"
              + KEY
              + "'");
    }
  }

  private static String text(Duration duration) {
    return TimeUtils.formatWithHighestUnit(duration);
  }
}
