package io.nowfeed.bench.hotpath;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.bench.traffic.Mix;
import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Topics;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Beacons at fixed times, however long an answer takes: when one is late, those behind it are due
 * all the same, and measured from when they were. Among them interactions, so that there is
 * something to recommend.
 */
final class LiveTraffic {
  private static final JsonCodec<Beacon> BEACONS = JsonCodec.of(Beacon.class);
  private static final JsonCodec<Interaction> INTERACTIONS = JsonCodec.of(Interaction.class);
  private static final String BEACON = "b-";

  /** One interaction after so many beacons. */
  private static final int BEACONS_AN_INTERACTION = 4;

  private final Setting setting;
  private final HotPathData data;
  private final int rate;
  private final long begin;
  private final AtomicReference<Exception> refused = new AtomicReference<>();

  /**
   * @param rate beacons a second
   * @param begin when the first is due, of {@link System#nanoTime}
   */
  LiveTraffic(Setting setting, HotPathData data, int rate, long begin) {
    this.setting = setting;
    this.data = data;
    this.rate = rate;
    this.begin = begin;
  }

  /** The number of a beacon, by its event id; -1 of another event. */
  static long number(String eventId) {
    return eventId.startsWith(BEACON) ? Long.parseLong(eventId.substring(BEACON.length())) : -1;
  }

  /** When a beacon is due, of {@link System#nanoTime}. */
  long due(long number) {
    return begin + number * 1_000_000_000L / rate;
  }

  /** What the broker refused first, null when it took all. */
  Exception refused() {
    return refused.get();
  }

  /** Sends them all, or until it is interrupted. */
  void send(long beacons) {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", setting.bootstrapServers(), "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (long number = 0; number < beacons && !Thread.currentThread().isInterrupted(); number++) {
        for (long left = due(number) - System.nanoTime();
            left > 0 && !Thread.currentThread().isInterrupted();
            left = due(number) - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        send(producer, beacon(number));
        if (number % BEACONS_AN_INTERACTION == 0) {
          send(producer, interaction(number));
        }
      }
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(record, (stored, failure) -> refused.compareAndSet(null, failure));
  }

  private ProducerRecord<byte[], byte[]> beacon(long number) {
    String user = user(number);
    byte[] value =
        BEACONS.encode(
            new Beacon(
                BEACON + number,
                user,
                "device-" + user,
                "session-" + user,
                System.currentTimeMillis(),
                "5.2.0",
                "home"));
    return new ProducerRecord<>(setting.topic(Topics.BEACONS), user.getBytes(UTF_8), value);
  }

  private ProducerRecord<byte[], byte[]> interaction(long number) {
    String user = user(~number);
    byte[] value =
        INTERACTIONS.encode(
            new Interaction(
                "i-" + number,
                user,
                "device-" + user,
                "session-" + user,
                data.itemOf(~number),
                Action.CLICK,
                System.currentTimeMillis(),
                null));
    return new ProducerRecord<>(setting.topic(Topics.INTERACTIONS), user.getBytes(UTF_8), value);
  }

  private String user(long number) {
    return "u-" + Mix.below(data.users(), Mix.of(number) >>> 1);
  }
}
