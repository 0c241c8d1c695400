package io.nowfeed.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionTimeoutTest {
  private final List<String> problems = new ArrayList<>();

  @Test
  void mustBeLongerThanTheInterval() {
    TransactionTimeout.againstInterval(
        Duration.ofMinutes(5), "archive.roll-interval", Duration.ofMinutes(5), problems);

    assertThat(problems)
        .containsExactly(
            "key 'kafka.transaction.timeout': 5 min is not longer than 'archive.roll-interval', 5"
                + " min: the brokers would abort transactions before a checkpoint commits them, and"
                + " what is in them would be lost. Raise the one, or lower the other");
  }

  @Test
  void aLittleLongerThanTheIntervalIsTaken() {
    TransactionTimeout.againstInterval(
        Duration.ofMillis(10_001), "checkpoint.interval", Duration.ofSeconds(10), problems);

    assertThat(problems).isEmpty();
  }

  @Test
  void mustNotBeMoreThanTheBrokersAllow() {
    TransactionTimeout.againstBrokers(Duration.ofHours(1), Duration.ofMinutes(15), problems);

    assertThat(problems)
        .containsExactly(
            "key 'kafka.transaction.timeout': 1 h is more than the brokers allow,"
                + " transaction.max.timeout.ms=900000 (15 min). Raise that on every broker, or lower"
                + " 'kafka.transaction.timeout'");
  }

  @Test
  void asMuchAsTheBrokersAllowIsTaken() {
    TransactionTimeout.againstBrokers(Duration.ofMinutes(15), Duration.ofMinutes(15), problems);

    assertThat(problems).isEmpty();
  }
}
