package io.nowfeed.local.platform;

import io.nowfeed.jobs.PersonalizationPipeline.Inputs;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Throws once within the job, to show that no number changes. A file remembers that it did, because
 * the job forgets: it is restarted from its checkpoint.
 */
final class FailOnce implements MapFunction<Inbound<UserEvent>, Inbound<UserEvent>> {
  private static final long serialVersionUID = 1L;

  private final long after;
  private final String marker;
  private long seen;

  private FailOnce(long after, String marker) {
    this.after = after;
    this.marker = marker;
  }

  /**
   * The inputs, with a failure after some interactions.
   *
   * @param after interactions of one subtask
   * @param marker the file that remembers
   */
  static Inputs in(Inputs inputs, long after, Path marker) {
    return new Inputs(
        inputs.beacons(),
        inputs
            .interactions()
            .map(new FailOnce(after, marker.toString()))
            .returns(FlowTypes.INBOUND_USER_EVENT)
            .uid("fail-once")
            .name("Fail once"),
        inputs.users(),
        inputs.content());
  }

  @Override
  public Inbound<UserEvent> map(Inbound<UserEvent> inbound) throws IOException {
    seen++;
    if (seen == after && isFirst()) {
      throw new IOException("failing once after " + after + " interactions, as asked");
    }
    return inbound;
  }

  private boolean isFirst() throws IOException {
    try {
      Files.createFile(Path.of(marker));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
