package io.nowfeed.events;

/**
 * An input record that could not be taken, whole, so that it can be looked at and driven again.
 *
 * @param topic where the record is
 * @param partition where the record is
 * @param offset where the record is
 * @param ingestedAt when the broker took it, epoch milliseconds
 * @param key the record's key (base64 in JSON), null when it had none
 * @param value the record's value (base64 in JSON), null when it had none
 * @param valueSize the size of the original value, bytes; more than {@code value} holds where that
 *     had to be cut to fit into a message
 * @param stage the uid of the operator that refused it
 * @param reason why, for machines
 * @param detail why, for people: names the field, what was expected and what was found
 * @param failedAt processing time, epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes of a foreign record; never compared
public record DeadLetter(
    String topic,
    int partition,
    long offset,
    long ingestedAt,
    byte[] key,
    byte[] value,
    int valueSize,
    String stage,
    DeadLetterReason reason,
    String detail,
    long failedAt) {}
