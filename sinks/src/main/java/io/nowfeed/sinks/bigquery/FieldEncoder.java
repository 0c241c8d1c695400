package io.nowfeed.sinks.bigquery;

/** Writes one component of a row, or nothing where it is null. */
@FunctionalInterface
interface FieldEncoder {
  void encode(Object row, WireBuffer out);
}
