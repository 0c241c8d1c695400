package io.nowfeed.local.everyevent;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.Duplicate;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.LateEvent;

/**
 * What comes out, as text: every field but those that tell when the job was at work, and of texts
 * for people only whether there is one.
 */
final class Outcome {
  private static final JsonCodec<ActiveUser> ACTIVE_USERS = JsonCodec.of(ActiveUser.class);
  private static final JsonCodec<EnrichedInteraction> ENRICHED =
      JsonCodec.of(EnrichedInteraction.class);
  private static final JsonCodec<DeadLetter> DEAD_LETTERS = JsonCodec.of(DeadLetter.class);

  private Outcome() {}

  static String of(ActiveUser user) {
    return text(
        ACTIVE_USERS,
        new ActiveUser(
            user.eventId(),
            user.userId(),
            user.deviceId(),
            user.sessionId(),
            user.ts(),
            user.appVersion(),
            user.place(),
            user.attributes(),
            user.matchReason(),
            user.attributesLsn(),
            user.attributesAsOf(),
            user.origin(),
            user.ingestedAt(),
            0));
  }

  static String of(EnrichedInteraction interaction) {
    return text(
        ENRICHED,
        new EnrichedInteraction(
            interaction.eventId(),
            interaction.userId(),
            interaction.deviceId(),
            interaction.sessionId(),
            interaction.contentId(),
            interaction.action(),
            interaction.ts(),
            interaction.dwellMs(),
            interaction.attributes(),
            interaction.content(),
            interaction.matchReason(),
            interaction.attributesLsn(),
            interaction.attributesAsOf(),
            interaction.origin(),
            interaction.ingestedAt(),
            0));
  }

  static String of(LateEvent late) {
    return (late.latenessMs() > 0 ? "late " : "not late ") + of(late.interaction());
  }

  static String of(Duplicate duplicate) {
    return duplicate.toString();
  }

  static String of(DeadLetter letter) {
    return text(
        DEAD_LETTERS,
        new DeadLetter(
            letter.topic(),
            letter.partition(),
            letter.offset(),
            letter.ingestedAt(),
            letter.key(),
            letter.value(),
            letter.valueSize(),
            letter.stage(),
            letter.reason(),
            letter.detail().isBlank() ? "nothing" : "something",
            0));
  }

  private static <T> String text(JsonCodec<T> codec, T outcome) {
    return Envelopes.text(codec.encode(outcome));
  }
}
