package io.nowfeed.local.everyevent;

import io.nowfeed.events.Origin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record of the script.
 *
 * @param phase when it is sent
 * @param origin where the broker will put it
 * @param ingestedAt when the broker is told to have taken it, epoch milliseconds
 * @param key may be null where that is what is wrong
 * @param value null for a tombstone
 * @param meaning what it says
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes of a record; never compared
record Input(int phase, Origin origin, long ingestedAt, byte[] key, byte[] value, Meaning meaning) {

  ProducerRecord<byte[], byte[]> toSend() {
    return new ProducerRecord<>(origin.topic(), origin.partition(), ingestedAt, key, value);
  }

  /** Whether it is an event of a stream, rather than of a table; perhaps a malformed one. */
  boolean isEvent() {
    return origin.topic().equals(Setting.BEACONS) || origin.topic().equals(Setting.INTERACTIONS);
  }

  @Override
  public String toString() {
    return "%s-%d@%d of phase %d, %s"
        .formatted(origin.topic(), origin.partition(), origin.offset(), phase, meaning);
  }
}
