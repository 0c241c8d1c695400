package io.nowfeed.bigquery.local;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;

/**
 * Reduces proto's many scalar types to Long, Double, Boolean, String, ByteString and enum values.
 * Wrapper messages give their value, a Timestamp its microseconds since 1970.
 */
final class ProtoScalar {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long NANOS_PER_MICRO = 1_000L;

  private ProtoScalar() {}

  static Object of(FieldDescriptor field, Object raw) {
    return switch (field.getType()) {
      case UINT32, FIXED32 -> Integer.toUnsignedLong((Integer) raw);
      case INT32, SINT32, SFIXED32 -> Long.valueOf((Integer) raw);
      case FLOAT -> Double.valueOf((Float) raw);
      case MESSAGE -> ofMessage(field.getMessageType(), (Message) raw);
      default -> raw;
    };
  }

  private static Object ofMessage(Descriptor type, Message message) {
    if (isTimestamp(type)) {
      long seconds = (Long) message.getField(type.findFieldByName("seconds"));
      int nanos = (Integer) message.getField(type.findFieldByName("nanos"));
      return seconds * MICROS_PER_SECOND + nanos / NANOS_PER_MICRO;
    }
    FieldDescriptor value = type.findFieldByName("value");
    return of(value, message.getField(value));
  }

  static boolean isTimestamp(Descriptor type) {
    return type.getFile().getName().equals(TimestampProto.getDescriptor().getName());
  }

  static boolean isWrapper(Descriptor type) {
    return type.getFile().getName().equals(WrappersProto.getDescriptor().getName());
  }
}
