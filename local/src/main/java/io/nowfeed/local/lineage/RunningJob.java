package io.nowfeed.local.lineage;

import io.nowfeed.jobs.lineage.JobLineage;

/**
 * A job that runs.
 *
 * @param id Flink's
 * @param name the job's name
 * @param lineage what it reads and writes; null of a job that does not say, because something else
 *     than Nowfeed's launcher submitted it
 * @param counts what its operators counted
 */
record RunningJob(String id, String name, JobLineage lineage, OperatorCounts counts) {}
