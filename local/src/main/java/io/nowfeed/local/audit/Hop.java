package io.nowfeed.local.audit;

import java.util.List;
import java.util.SortedMap;

/**
 * What became of the records of one topic.
 *
 * @param from the topic
 * @param to where its records come out
 * @param in records of the topic, up to its end when the audit began
 * @param out of them, those that came out
 * @param byReason of those that came out, what became of them
 * @param late of those that came out, those in late-events
 * @param pending of them, those that may still come out
 * @param inputGone outputs of records that the topic no longer keeps; not in {@code in}
 * @param outputGone records whose output may no longer be kept, so that nothing can be said
 * @param missing records that should have come out, and did not
 * @param repeated records that came out more than once
 * @param unknown outputs of records that the topic never held
 * @param lateOnly records in late-events that came out as something else than an interaction
 */
public record Hop(
    String from,
    List<String> to,
    long in,
    long out,
    SortedMap<String, Long> byReason,
    long late,
    long pending,
    long inputGone,
    long outputGone,
    Findings missing,
    Findings repeated,
    Findings unknown,
    Findings lateOnly) {
  /** Whether there are records, and each came out. */
  boolean isWhole() {
    return in > 0 && out == in;
  }

  /** Whether every record came out once, or may still. */
  boolean agrees() {
    return missing.count() + repeated.count() + unknown.count() + lateOnly.count() == 0;
  }
}
