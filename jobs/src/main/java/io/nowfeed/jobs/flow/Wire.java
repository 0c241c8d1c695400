package io.nowfeed.jobs.flow;

import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.Origin;
import io.nowfeed.events.UserAttributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** The parts that records on the wire are made of; each may be null unless it is a primitive. */
final class Wire {
  private Wire() {}

  static void text(String value, DataOutputView out) throws IOException {
    StringValue.writeString(value, out);
  }

  static String text(DataInputView in) throws IOException {
    return StringValue.readString(in);
  }

  static void number(Long value, DataOutputView out) throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      out.writeLong(value);
    }
  }

  static Long number(DataInputView in) throws IOException {
    return in.readBoolean() ? in.readLong() : null;
  }

  /** By its place, because who reads is the same version of the job. */
  @SuppressWarnings("EnumOrdinal")
  static void constant(Enum<?> value, DataOutputView out) throws IOException {
    out.writeByte(value == null ? -1 : value.ordinal());
  }

  static <E extends Enum<E>> E constant(E[] constants, DataInputView in) throws IOException {
    byte ordinal = in.readByte();
    return ordinal < 0 ? null : constants[ordinal];
  }

  static void origin(Origin origin, DataOutputView out) throws IOException {
    out.writeBoolean(origin != null);
    if (origin != null) {
      text(origin.topic(), out);
      out.writeInt(origin.partition());
      out.writeLong(origin.offset());
    }
  }

  static Origin origin(DataInputView in) throws IOException {
    return in.readBoolean() ? new Origin(text(in), in.readInt(), in.readLong()) : null;
  }

  static void attributes(UserAttributes user, DataOutputView out) throws IOException {
    out.writeBoolean(user != null);
    if (user == null) {
      return;
    }
    text(user.country(), out);
    text(user.region(), out);
    text(user.language(), out);
    number(user.birthYear() == null ? null : user.birthYear().longValue(), out);
    text(user.gender(), out);
    text(user.plan(), out);
    texts(user.interests(), out);
  }

  static UserAttributes attributes(DataInputView in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    String country = text(in);
    String region = text(in);
    String language = text(in);
    Long birthYear = number(in);
    return new UserAttributes(
        country,
        region,
        language,
        birthYear == null ? null : birthYear.intValue(),
        text(in),
        text(in),
        texts(in));
  }

  static void facts(ContentFacts facts, DataOutputView out) throws IOException {
    out.writeBoolean(facts != null);
    if (facts != null) {
      text(facts.category(), out);
      text(facts.language(), out);
      texts(facts.tags(), out);
    }
  }

  static ContentFacts facts(DataInputView in) throws IOException {
    return in.readBoolean() ? new ContentFacts(text(in), text(in), texts(in)) : null;
  }

  private static void texts(List<String> values, DataOutputView out) throws IOException {
    out.writeInt(values.size());
    for (String value : values) {
      text(value, out);
    }
  }

  private static List<String> texts(DataInputView in) throws IOException {
    int size = in.readInt();
    if (size == 0) {
      return List.of();
    }
    List<String> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(text(in));
    }
    return values;
  }
}
