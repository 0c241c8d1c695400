package io.nowfeed.jobs.source;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.UserKey;

/**
 * What a table or a file cannot do without. The jobs' own results have it; somebody else's record
 * on their topics need not, and must be a dead letter then, not the end of the job.
 */
final class CompleteResult {
  private CompleteResult() {}

  static ActiveUser of(ActiveUser beacon) throws MalformedEventException {
    require(beacon.eventId(), "event_id");
    require(UserKey.of(beacon.userId(), beacon.sessionId(), beacon.deviceId()), "user_id");
    require(beacon.matchReason(), "match_reason");
    require(beacon.origin(), "origin");
    return beacon;
  }

  static EnrichedInteraction of(EnrichedInteraction interaction) throws MalformedEventException {
    require(interaction.eventId(), "event_id");
    require(interaction.contentId(), "content_id");
    require(interaction.action(), "action");
    require(interaction.matchReason(), "match_reason");
    require(interaction.origin(), "origin");
    return interaction;
  }

  static Leaderboard of(Leaderboard board) throws MalformedEventException {
    require(board.segment(), "segment");
    require(board.window(), "window");
    return board;
  }

  /** Not of an erasure, which has no value. */
  static Recommendations of(Recommendations list) throws MalformedEventException {
    require(list.key(), "user_id");
    require(list.trigger(), "trigger");
    require(list.trigger().kind(), "trigger.kind");
    return list;
  }

  static Relevance of(Relevance relevance) throws MalformedEventException {
    require(relevance.eventId(), "event_id");
    require(relevance.contentId(), "content_id");
    require(relevance.action(), "action");
    require(relevance.origin(), "origin");
    return relevance;
  }

  private static void require(Object value, String field) throws MalformedEventException {
    if (value == null) {
      throw new MalformedEventException(
          DeadLetterReason.MISSING_FIELD, "field '" + field + "' is absent or null");
    }
  }
}
