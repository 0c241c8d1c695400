package io.nowfeed.sinks;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes other people's writers. Some throw then, if what they had sent failed; and for an operator
 * that throws while it is cleaned up a TaskManager ends itself, and every job on it with it.
 * Nothing is lost by going on, after a failure or at a clean end: before a checkpoint and at the
 * end of input writers flush, and tell there what failed; what came behind the last checkpoint is
 * read again.
 */
public final class ClosedQuietly {
  private static final Logger LOG = LoggerFactory.getLogger(ClosedQuietly.class);

  private ClosedQuietly() {}

  /** Closes it; what it throws is logged. An interrupt stays one. */
  public static void close(SinkWriter<?> writer) {
    try {
      writer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // SinkWriter.close declares it
      LOG.warn("a sink was not closed cleanly", e);
    }
  }
}
