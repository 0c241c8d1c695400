package io.nowfeed.local.everyevent;

import java.util.List;
import java.util.Map;

/**
 * A part of the script. The job has taken the tables' changes before the first event is sent, and
 * accounted for every event before the next phase begins: so what comes out does not depend on the
 * race between the streams.
 *
 * @param number from 0
 * @param tables changes of users and content
 * @param events events; behind them, rows of users whose events wait for them
 * @param sentinels by user, the position of the change that is the last of its partition
 */
record Phase(int number, List<Input> tables, List<Input> events, Map<String, Long> sentinels) {
  /** The item that is changed last in every phase. */
  static final String SENTINEL_ITEM = "sentinel";

  /** What the sentinel item is tagged with in this phase. */
  static String tag(int number) {
    return "phase-" + number;
  }
}
