package io.nowfeed.local.audit;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetId;
import io.nowfeed.local.kafka.KafkaAccess;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What is audited.
 *
 * @param kafka the cluster
 * @param groupPrefix of the jobs' consumer groups, as {@code kafka.consumer.group} is configured
 * @param topics which topics the lists of unread topics and undeclared reads are about
 * @param internalTopics that tools keep for themselves, so that nobody has to read them
 * @param grace how long a record may be on its way, from when the broker took it
 * @param tables where BigQuery's tables are; null when they are not audited
 * @param progress told what takes long
 */
public record AuditOptions(
    KafkaAccess kafka,
    String groupPrefix,
    Pattern topics,
    Set<String> internalTopics,
    Duration grace,
    Tables tables,
    Consumer<String> progress) {

  /**
   * Where BigQuery's tables are.
   *
   * @param client asks it
   * @param dataset the tables are in
   */
  public record Tables(BigQuery client, DatasetId dataset) {}

  String personalization() {
    return groupPrefix + "-personalization";
  }

  String analytics() {
    return groupPrefix + "-analytics";
  }

  /** Whether a consumer group is one of the deployment's. */
  boolean isOwn(String group) {
    return group.startsWith(groupPrefix + "-");
  }
}
