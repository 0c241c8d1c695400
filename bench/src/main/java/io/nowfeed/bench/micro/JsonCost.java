package io.nowfeed.bench.micro;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.EventDecoder;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What comes in and goes out as JSON. */
@State(Scope.Benchmark)
public class JsonCost {
  private final byte[] json = Records.json();
  private final EnrichedInteraction enriched = Records.enriched();
  private final JsonCodec<EnrichedInteraction> codec = JsonCodec.of(EnrichedInteraction.class);

  /** An interaction is read and checked. */
  @Benchmark
  public Interaction readInteraction() throws MalformedEventException {
    return EventDecoder.interaction(json);
  }

  /** An enriched interaction is written. */
  @Benchmark
  public byte[] writeEnrichedInteraction() {
    return codec.encode(enriched);
  }
}
