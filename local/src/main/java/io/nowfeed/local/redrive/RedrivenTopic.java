package io.nowfeed.local.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Redriven;
import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.kafka.PartitionOffsets;
import io.nowfeed.local.kafka.PartitionScan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The topic that remembers which dead letters were put back: the key is the dead letter's name. */
final class RedrivenTopic {
  private static final JsonCodec<Redriven> CODEC = JsonCodec.of(Redriven.class);

  private RedrivenTopic() {}

  /** How a dead letter is called: {@code dead-letters 0@12}. */
  static String name(Origin letter) {
    return letter.topic() + " " + letter.partition() + "@" + letter.offset();
  }

  /**
   * The names of all dead letters that were put back. A transaction that is open when this is
   * called is not in it, so the caller must have ended those of earlier runs.
   */
  static Set<String> names(KafkaAccess kafka, Admin admin) {
    PartitionOffsets offsets = new PartitionOffsets(admin);
    Set<String> names = new HashSet<>();
    new PartitionScan(kafka)
        .records(
            offsets.readable(offsets.partitions(List.of(Topics.REDRIVEN))),
            record -> names.add(new String(record.key(), UTF_8)));
    return names;
  }

  static ProducerRecord<byte[], byte[]> toRecord(Origin name, DeadLetter letter, long now) {
    Origin origin = new Origin(letter.topic(), letter.partition(), letter.offset());
    return new ProducerRecord<>(
        Topics.REDRIVEN,
        name(name).getBytes(UTF_8),
        CODEC.encode(new Redriven(name, origin, letter.reason(), now)));
  }
}
