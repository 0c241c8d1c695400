package io.nowfeed.local.topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/**
 * Where a cluster is not as declared.
 *
 * @param text what differs
 * @param risk what putting it right may cost
 * @param repair puts it right; null where nothing can. Several may have the same one, which puts
 *     all of them right
 */
public record Difference(String text, Risk risk, Repair repair) {
  /** Puts something right. */
  @FunctionalInterface
  interface Repair {
    /** Asks the brokers for it. */
    KafkaFuture<?> ask(Admin admin);
  }

  /** What putting something right may cost. */
  public enum Risk {
    /** Nothing. */
    NONE(null),
    /** Keys move to other partitions. */
    REPARTITION(
        "the partition of a key follows from their number: events of one user would be in two of"
            + " them, and a table's or a board's old version stay behind in the other. Stop the"
            + " producers, let the jobs read to the end, then --allow-repartition"),
    /** Records go that are kept now. */
    DELETION("records that are kept now would be deleted; --allow-deletion does it"),
    /** Records that are written from then on are taken otherwise, or not at all. */
    INTAKE(
        "producers would notice: records are refused that are taken now, or get another time;"
            + " --allow-intake does it"),
    /** Somebody else made it so. */
    FOREIGN("nobody declared it; declare it, or take it back with Kafka's own tool"),
    /** Somebody loses a right. */
    REVOCATION("not declared; --revoke takes it back"),
    /** Kafka cannot. */
    IMPOSSIBLE("Kafka cannot take partitions away: declare as many as there are");

    private final String advice;

    Risk(String advice) {
      this.advice = advice;
    }
  }

  static Difference safe(String text, Repair repair) {
    return new Difference(text, Risk.NONE, repair);
  }

  static Difference lasting(String text, Risk risk) {
    return new Difference(text, risk, null);
  }

  /** What differs, and why it is not simply put right. */
  public String explained() {
    return risk.advice == null ? text : text + " (" + risk.advice + ")";
  }
}
