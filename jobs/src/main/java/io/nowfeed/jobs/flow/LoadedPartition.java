package io.nowfeed.jobs.flow;

/**
 * The word that a partition of a table's topic is read to where it ended when the job started.
 *
 * @param partition which
 * @param partitions how many the topic has
 */
public record LoadedPartition(int partition, int partitions) {}
