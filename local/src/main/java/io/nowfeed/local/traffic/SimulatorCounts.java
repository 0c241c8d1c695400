package io.nowfeed.local.traffic;

/**
 * What was stored so far: acknowledged by Kafka, or committed by Postgres.
 *
 * @param beacons beacons sent
 * @param interactions interactions sent
 * @param contentPublished content items published
 * @param contentWithdrawn content items withdrawn
 * @param usersInserted rows of the users table, those of the preparation included
 * @param usersUpdated rows
 * @param usersDeleted rows
 * @param failures records and statements that were refused, and are lost, and lists that could not
 *     be read
 */
public record SimulatorCounts(
    long beacons,
    long interactions,
    long contentPublished,
    long contentWithdrawn,
    long usersInserted,
    long usersUpdated,
    long usersDeleted,
    long failures) {}
