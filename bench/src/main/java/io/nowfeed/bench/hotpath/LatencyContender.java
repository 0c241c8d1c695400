package io.nowfeed.bench.hotpath;

import io.nowfeed.events.Beacon;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Topics;

/** A job that answers beacons. */
enum LatencyContender {
  COPY("Flink job that only copies", Topics.ACTIVE_USERS),
  NOWFEED("Nowfeed: the whole PersonalizationJob", Topics.RECOMMENDATIONS);

  private static final JsonCodec<Beacon> BEACONS = JsonCodec.of(Beacon.class);
  private static final JsonCodec<Recommendations> LISTS = JsonCodec.of(Recommendations.class);

  private final String text;
  private final String topic;

  LatencyContender(String text, String topic) {
    this.text = text;
    this.topic = topic;
  }

  String text() {
    return text;
  }

  /** Where its answers are. */
  String topic() {
    return topic;
  }

  /** The event that is answered. */
  String answered(byte[] answer) throws MalformedEventException {
    return this == COPY
        ? BEACONS.decode(answer).eventId()
        : LISTS.decode(answer).trigger().eventId();
  }
}
