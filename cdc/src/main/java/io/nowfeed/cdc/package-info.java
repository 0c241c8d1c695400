/**
 * The captured users table: its DDL ({@code users.sql}), the Debezium connector that captures it
 * ({@code users-connector.json}) and the decoding of what the connector writes.
 */
package io.nowfeed.cdc;
