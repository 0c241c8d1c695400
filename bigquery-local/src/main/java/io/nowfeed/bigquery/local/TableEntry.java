package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import java.util.List;

/**
 * A table as it is known: the REST resource as it was given, and the schema read from it. The same
 * {@code schema} instance stays until the table changes, so decoders can be kept by identity.
 */
record TableEntry(TableName name, ObjectNode resource, TableSchema schema) {
  static TableEntry of(TableName name, ObjectNode resource) {
    TableEntry table = new TableEntry(name, resource, TableSchemas.parse(resource.path("schema")));
    // Refuses a bad one while its maker still listens.
    table.primaryKey();
    return table;
  }

  /** The positions of the primary key's columns; empty without one. */
  List<Integer> primaryKey() {
    return PrimaryKey.read(resource, schema);
  }

  /** Whether it has no rows of its own. */
  boolean isView() {
    return Views.isView(resource);
  }
}
