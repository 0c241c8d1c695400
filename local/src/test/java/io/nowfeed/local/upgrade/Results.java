package io.nowfeed.local.upgrade;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.local.traffic.TopicReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a job has committed to its topics.
 *
 * @param bootstrapServers where they are
 */
record Results(String bootstrapServers) {
  /** The records of a topic, without tombstones. */
  <T> List<T> of(String topic, Class<T> type) throws MalformedEventException {
    JsonCodec<T> codec = JsonCodec.of(type);
    List<T> values = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : TopicReader.read(bootstrapServers, topic)) {
      if (record.value() != null) {
        values.add(codec.decode(record.value()));
      }
    }
    return values;
  }
}
