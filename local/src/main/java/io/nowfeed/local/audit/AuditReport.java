package io.nowfeed.local.audit;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/**
 * What an audit found.
 *
 * @param kafka the cluster
 * @param group prefix of the deployment's consumer groups
 * @param at when it began, epoch milliseconds
 * @param graceMs records younger than this may be pending, milliseconds
 * @param clean whether nothing is missing, repeated or unread
 * @param hops what became of the records, topic by topic
 * @param unreadTopics topics that hold records and that no group of the deployment reads
 * @param undeclaredReads topics that are read though nobody declared them
 * @param notes what limits this audit
 */
public record AuditReport(
    String kafka,
    String group,
    long at,
    long graceMs,
    boolean clean,
    List<Hop> hops,
    List<UnreadTopic> unreadTopics,
    List<UndeclaredRead> undeclaredReads,
    List<String> notes) {

  /**
   * A topic that holds records and that no group of the deployment reads.
   *
   * @param topic its name
   * @param records how many it holds
   * @param exact false when there are too many to count them; transactions' markers are in, then
   */
  public record UnreadTopic(String topic, long records, boolean exact) {}

  /**
   * A topic that is read though nobody declared it.
   *
   * @param topic its name
   * @param groups who reads it
   */
  public record UndeclaredRead(String topic, SortedSet<String> groups) {}

  static boolean isClean(Collection<Hop> hops, Collection<UnreadTopic> unread) {
    return unread.isEmpty() && hops.stream().allMatch(Hop::agrees);
  }
}
