package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A result column's type in BigQuery's words.
 *
 * @param name such as INTEGER or RECORD
 * @param repeated whether it is an array of it
 * @param members a RECORD's
 */
record ResultType(String name, boolean repeated, List<Member> members) {
  /** A named part of a result: a column, or a RECORD's member. */
  record Member(String name, ResultType type) {
    /** As a field of a REST table schema. */
    ObjectNode toJson() {
      ObjectNode field = Json.object().put("name", name).put("type", type.name());
      field.put("mode", type.repeated() ? "REPEATED" : "NULLABLE");
      if (!type.members().isEmpty()) {
        field.putArray("fields").addAll(type.members().stream().map(Member::toJson).toList());
      }
      return field;
    }
  }

  static ResultType scalar(String name) {
    return new ResultType(name, false, List.of());
  }

  static ResultType struct(List<Member> members) {
    return new ResultType("RECORD", false, members);
  }

  /**
   * An array of this.
   *
   * @throws RestRefusal if it is an array already: BigQuery knows no arrays of arrays
   */
  ResultType array() {
    if (repeated) {
      throw QuerySql.invalid("Cannot construct array with element type ARRAY");
    }
    return new ResultType(name, true, members);
  }
}
