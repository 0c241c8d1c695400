package io.nowfeed.sinks.bigquery;

/** Writes one value that is not null as a protobuf field, tag included. */
@FunctionalInterface
interface ValueEncoder {
  int VARINT = 0;
  int FIXED64 = 1;
  int DELIMITED = 2;

  void encode(Object value, WireBuffer out);

  /** What comes before a field on the wire: its number and how to read it. */
  static int tag(int fieldNumber, int wireType) {
    return fieldNumber << 3 | wireType;
  }
}
