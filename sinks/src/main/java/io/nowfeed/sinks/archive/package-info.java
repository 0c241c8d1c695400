/**
 * The archive: rows as files, by day, on any file system that Flink knows.
 *
 * <p>Each file is an Avro container: it carries its schema, so that one of years ago can be read
 * without asking anybody. The schemas are {@code .avsc} files beside these classes, with the
 * columns of BigQuery's tables of the same name.
 */
package io.nowfeed.sinks.archive;
