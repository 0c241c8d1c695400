package io.nowfeed.local.lineage;

import io.nowfeed.jobs.lineage.JobLineage.Dataset;
import java.util.Map;

/**
 * A connector that captures tables of Postgres.
 *
 * @param name of the connector
 * @param topics the topic of each table
 */
record Connector(String name, Map<Dataset, String> topics) {}
