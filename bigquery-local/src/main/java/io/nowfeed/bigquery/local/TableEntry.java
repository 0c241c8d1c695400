package io.nowfeed.bigquery.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.bigquery.storage.v1.TableSchema;

/**
 * A table as it is known: the REST resource as it was given, and the schema read from it. The same
 * {@code schema} instance stays until the table changes, so decoders can be kept by identity.
 */
record TableEntry(TableName name, ObjectNode resource, TableSchema schema) {
  static TableEntry of(TableName name, ObjectNode resource) {
    return new TableEntry(name, resource, TableSchemas.parse(resource.path("schema")));
  }
}
