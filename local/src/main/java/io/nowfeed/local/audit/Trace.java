package io.nowfeed.local.audit;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What an output record says of where it comes from; nothing else of it is read.
 *
 * @param partition of the input record
 * @param offset of the input record
 * @param reason what became of it: a match reason, {@link #DUPLICATE} or {@link #DEAD_LETTER}
 */
record Trace(TopicPartition partition, long offset, String reason) {
  static final String DUPLICATE = "DUPLICATE";
  static final String DEAD_LETTER = "DEAD_LETTER";
  private static final String UNNAMED = "NO_REASON";

  private static final JsonCodec<Result> RESULTS = JsonCodec.of(Result.class);
  private static final JsonCodec<Late> LATE = JsonCodec.of(Late.class);
  private static final JsonCodec<Origin> DEAD_LETTERS = JsonCodec.of(Origin.class);

  /** The part of a result, or of a duplicate, that counts here. */
  private record Result(Origin origin, String matchReason) {}

  /** The part of a late event that counts here. */
  private record Late(Result interaction) {}

  /** The trace of an output record; null when it has none that can be read. */
  static Trace of(ConsumerRecord<byte[], byte[]> output) {
    if (output.value() == null) {
      return null;
    }
    try {
      return switch (output.topic()) {
        case Topics.DEAD_LETTERS -> of(DEAD_LETTERS.decode(output.value()), DEAD_LETTER);
        case Topics.DUPLICATES -> of(RESULTS.decode(output.value()).origin(), DUPLICATE);
        case Topics.LATE_EVENTS -> ofResult(LATE.decode(output.value()).interaction());
        default -> ofResult(RESULTS.decode(output.value()));
      };
    } catch (MalformedEventException e) {
      return null;
    }
  }

  private static Trace ofResult(Result result) {
    if (result == null) {
      return null;
    }
    return of(result.origin(), result.matchReason() == null ? UNNAMED : result.matchReason());
  }

  private static Trace of(Origin origin, String reason) {
    return origin == null || origin.topic() == null
        ? null
        : new Trace(
            new TopicPartition(origin.topic(), origin.partition()), origin.offset(), reason);
  }
}
