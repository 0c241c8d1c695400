package io.nowfeed.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.EventDecoder;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Origin;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.UserEvent;
import java.util.List;

/** One event on its way, as large as usual. */
final class Records {
  private static final Origin ORIGIN = new Origin("interactions", 3, 123_456_789);
  private static final long AT = 1_767_225_600_000L;

  private Records() {}

  /** As a phone's backend sends it: 200 bytes. */
  static byte[] json() {
    return """
        {"event_id":"5f0c9a1e-7d3b-4c55-9e7a-0b1f2c3d4e5f","user_id":"user-00012345",\
        "device_id":"device-0001e240","session_id":"session-0001e240","content_id":"item-004711",\
        "action":"watch","ts":1767225600000,"dwell_ms":12345}\
        """
        .getBytes(UTF_8);
  }

  static UserEvent userEvent() {
    try {
      return UserEvent.of(EventDecoder.interaction(json()), ORIGIN, AT + 40);
    } catch (MalformedEventException e) {
      throw new IllegalStateException("the sample is no interaction", e);
    }
  }

  static EnrichedInteraction enriched() {
    return new EnrichedInteraction(
        "5f0c9a1e-7d3b-4c55-9e7a-0b1f2c3d4e5f",
        "user-00012345",
        "device-0001e240",
        "session-0001e240",
        "item-004711",
        Action.WATCH,
        AT,
        12_345L,
        new UserAttributes("GB", "GB-3", "en", 1990, "f", "free", List.of("tennis", "politics")),
        new ContentFacts("tennis", "en", List.of("final", "wimbledon")),
        MatchReason.MATCHED,
        4_711_000_123L,
        AT - 60_000,
        ORIGIN,
        AT + 40,
        AT + 52);
  }

  static EnrichedEvent enrichedEvent() {
    EnrichedInteraction enriched = enriched();
    return EnrichedEvent.of(enriched.userId(), enriched);
  }
}
