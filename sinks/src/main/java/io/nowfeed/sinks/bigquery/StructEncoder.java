package io.nowfeed.sinks.bigquery;

import java.util.ArrayList;
import java.util.List;

/** Writes the components of a record one after the other. */
final class StructEncoder {
  private final FieldEncoder[] fields;

  StructEncoder(List<FieldEncoder> fields) {
    this.fields = fields.toArray(FieldEncoder[]::new);
  }

  void encode(Object row, WireBuffer out) {
    for (FieldEncoder field : fields) {
      field.encode(row, out);
    }
  }

  /** The same, and one field behind. */
  StructEncoder and(FieldEncoder last) {
    List<FieldEncoder> more = new ArrayList<>(List.of(fields));
    more.add(last);
    return new StructEncoder(more);
  }

  /** The same as a field of an outer record. */
  ValueEncoder nested(int fieldNumber) {
    int tag = ValueEncoder.tag(fieldNumber, ValueEncoder.DELIMITED);
    return (value, out) -> {
      out.varint(tag);
      int start = out.open();
      encode(value, out);
      out.close(start);
    };
  }
}
