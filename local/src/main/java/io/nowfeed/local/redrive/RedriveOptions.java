package io.nowfeed.local.redrive;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.local.kafka.KafkaAccess;

/**
 * Which dead letters are driven again.
 *
 * @param kafka the cluster
 * @param reason why they became dead letters; null for whatever reason
 * @param since the earliest {@code failed_at}, epoch milliseconds
 * @param topic the only topic to put records back on; null for all
 * @param dryRun whether to count only
 */
public record RedriveOptions(
    KafkaAccess kafka, DeadLetterReason reason, long since, String topic, boolean dryRun) {
  boolean asksFor(DeadLetter letter) {
    return (reason == null || letter.reason() == reason)
        && letter.failedAt() >= since
        && (topic == null || topic.equals(letter.topic()));
  }
}
