package io.nowfeed.local.replay;

/**
 * What a replay acts on.
 *
 * @param events takes beacons and interactions
 * @param users the users table
 * @param content takes content items
 * @param barrier tells what the job consumed
 */
record ReplayPorts(
    EventSink events, UserTable users, ContentPublisher content, ConsumedBarrier barrier)
    implements AutoCloseable {

  @Override
  public void close() {
    try (events;
        users;
        content;
        barrier) {
      // Try-with-resources closes every one of them, whichever fails.
    }
  }
}
