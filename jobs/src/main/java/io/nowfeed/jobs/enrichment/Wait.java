package io.nowfeed.jobs.enrichment;

/**
 * That events of a user wait.
 *
 * @param ends when they stop waiting, processing time, epoch milliseconds
 * @param events how many there are
 */
public record Wait(long ends, int events) {
  Wait withOneMore() {
    return new Wait(ends, events + 1);
  }
}
