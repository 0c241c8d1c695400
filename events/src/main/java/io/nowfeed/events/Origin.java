package io.nowfeed.events;

/**
 * The input record that a derived record comes from. Origins make a hop provable: the offsets that
 * went in must come out, each once.
 *
 * @param topic the input topic
 * @param partition the partition of that topic, from 0
 * @param offset the record's offset in that partition, from 0
 */
public record Origin(String topic, int partition, long offset) {}
