package io.nowfeed.local.observe;

/**
 * How old a beacon is when the recommendations it made can be read, over the last ten seconds.
 *
 * @param count lists measured
 * @param p50 half are fresher, milliseconds
 * @param p99 of a hundred, 99 are fresher, milliseconds
 */
public record Freshness(long count, long p50, long p99) {}
