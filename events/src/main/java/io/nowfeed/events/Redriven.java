package io.nowfeed.events;

/**
 * A dead letter whose record was put back on its topic. It is written in the transaction that puts
 * the record back, so that no dead letter is driven twice.
 *
 * @param deadLetter the dead letter's own coordinates
 * @param origin the coordinates of the record that became it
 * @param reason why it had become one
 * @param redrivenAt processing time, epoch milliseconds
 */
public record Redriven(
    Origin deadLetter, Origin origin, DeadLetterReason reason, long redrivenAt) {}
