package io.nowfeed.bench.micro;

import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.UserEvent;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A record is written for another subtask and read there: by ours, and by what Flink makes of a
 * record.
 */
@State(Scope.Benchmark)
public class WireCost {
  private final Way<UserEvent> userEvent = new Way<>(Records.userEvent(), FlowTypes.USER_EVENT);
  private final Way<UserEvent> userEventByFlink =
      new Way<>(Records.userEvent(), TypeInformation.of(UserEvent.class));
  private final Way<EnrichedEvent> enrichedEvent =
      new Way<>(Records.enrichedEvent(), FlowTypes.ENRICHED_EVENT);
  private final Way<EnrichedEvent> enrichedEventByFlink =
      new Way<>(Records.enrichedEvent(), TypeInformation.of(EnrichedEvent.class));

  /** An event on its way to the join. */
  @Benchmark
  public UserEvent userEvent() throws IOException {
    return userEvent.go();
  }

  /** The same by Flink's serializer of records. */
  @Benchmark
  public UserEvent userEventByFlink() throws IOException {
    return userEventByFlink.go();
  }

  /** An event behind the join. */
  @Benchmark
  public EnrichedEvent enrichedEvent() throws IOException {
    return enrichedEvent.go();
  }

  /** The same by Flink's serializer of records. */
  @Benchmark
  public EnrichedEvent enrichedEventByFlink() throws IOException {
    return enrichedEventByFlink.go();
  }

  private static final class Way<T> {
    private final T value;
    private final TypeSerializer<T> serializer;
    private final DataOutputSerializer out = new DataOutputSerializer(1024);
    private final DataInputDeserializer in = new DataInputDeserializer();

    Way(T value, TypeInformation<T> type) {
      this.value = value;
      this.serializer = type.createSerializer(new SerializerConfigImpl());
    }

    T go() throws IOException {
      out.clear();
      serializer.serialize(value, out);
      in.setBuffer(out.getSharedBuffer(), 0, out.length());
      return serializer.deserialize(in);
    }
  }
}
