package io.nowfeed.local.security;

import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.Topics;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;

/** Ann's phone, with the rights that phones have. */
final class Phone implements AutoCloseable {
  private static final long LATE_MILLIS = Duration.ofHours(1).toMillis();

  private final Producer<String, byte[]> producer;
  private int sent;

  Phone(SecuredPlatform platform) {
    producer = platform.producer("phones");
  }

  /** A visit with everything that can become of an event. */
  void visit() throws Exception {
    sent++;
    long now = System.currentTimeMillis();
    SecuredPlatform.send(
        producer, Topics.BEACONS, "ann", Beacon.class, Fixtures.beacon("b-" + sent, "ann", now));
    interact("i-" + sent, now);
    interact("i-" + sent, now);
    interact("late-" + sent, now - LATE_MILLIS);
  }

  private void interact(String eventId, long ts) throws Exception {
    SecuredPlatform.send(
        producer,
        Topics.INTERACTIONS,
        "ann",
        Interaction.class,
        Fixtures.interaction(eventId, "ann", "c-1", Action.LIKE, ts));
  }

  @Override
  public void close() {
    producer.close();
  }
}
