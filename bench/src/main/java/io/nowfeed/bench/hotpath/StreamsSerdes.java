package io.nowfeed.bench.hotpath;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.cdc.UserChangeDecoder;
import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.EventDecoder;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.UserAttributes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What Kafka Streams reads and writes: JSON by the same codecs as Nowfeed, and in its stores bytes
 * that are quick to read, for it reads them with every event.
 */
final class StreamsSerdes {
  private static final JsonCodec<Interaction> INTERACTIONS = JsonCodec.of(Interaction.class);
  private static final JsonCodec<EnrichedInteraction> ENRICHED =
      JsonCodec.of(EnrichedInteraction.class);

  private StreamsSerdes() {}

  static Serde<Interaction> interactions() {
    return Serdes.serdeFrom(
        (topic, value) -> INTERACTIONS.encode(value),
        (topic, bytes) -> {
          try {
            return EventDecoder.interaction(bytes);
          } catch (MalformedEventException e) {
            throw new SerializationException(e);
          }
        });
  }

  static Serde<EnrichedInteraction> enriched() {
    return Serdes.serdeFrom(
        (topic, value) -> ENRICHED.encode(value),
        (topic, bytes) -> {
          try {
            return ENRICHED.decode(bytes);
          } catch (MalformedEventException e) {
            throw new SerializationException(e);
          }
        });
  }

  /** Debezium's changes, of which only the attributes are kept. */
  static Serde<UserAttributes> changes() {
    return Serdes.serdeFrom(
        (topic, value) -> write(value),
        (topic, bytes) -> {
          try {
            UserChange change = UserChangeDecoder.decode("", bytes);
            return change.attributes();
          } catch (MalformedEventException e) {
            throw new SerializationException(e);
          }
        });
  }

  static Serde<UserAttributes> attributes() {
    return Serdes.serdeFrom((topic, value) -> write(value), (topic, bytes) -> read(bytes));
  }

  static Serde<TopContent> topContent() {
    return Serdes.serdeFrom(
        (topic, value) -> value.encode(), (topic, bytes) -> TopContent.decode(bytes));
  }

  private static byte[] write(UserAttributes user) {
    if (user == null) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(user.country());
      out.writeUTF(user.region());
      out.writeUTF(user.language());
      out.writeInt(user.birthYear());
      out.writeUTF(user.gender());
      out.writeUTF(user.plan());
      out.writeByte(user.interests().size());
      for (String interest : user.interests()) {
        out.writeUTF(interest);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static UserAttributes read(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      String country = in.readUTF();
      String region = in.readUTF();
      String language = in.readUTF();
      int birthYear = in.readInt();
      String gender = in.readUTF();
      String plan = in.readUTF();
      int size = in.readByte();
      List<String> interests = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        interests.add(in.readUTF());
      }
      return new UserAttributes(country, region, language, birthYear, gender, plan, interests);
    } catch (IOException e) {
      throw new UncheckedIOException("it was written by this class", e);
    }
  }
}
