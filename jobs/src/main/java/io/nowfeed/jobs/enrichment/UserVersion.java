package io.nowfeed.jobs.enrichment;

import io.nowfeed.events.UserAttributes;

/**
 * A row of the users table, as the join keeps it.
 *
 * @param attributes the row
 * @param lsn the position of its last change in Postgres' log, bytes
 * @param asOf when that was committed, epoch milliseconds
 */
public record UserVersion(UserAttributes attributes, long lsn, long asOf) {}
