package io.nowfeed.local.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.sinks.kafka.KafkaSinks;
import java.io.IOException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** At the end of which window a record of the popularity topic counts. */
public final class BoardEnd {
  private static final JsonCodec<Leaderboard> BOARDS = JsonCodec.of(Leaderboard.class);

  private BoardEnd() {}

  /**
   * The end, epoch milliseconds.
   *
   * @param value null for a board on which nothing is left
   * @throws IOException when the record is not one of ours
   */
  public static long of(Headers headers, byte[] value) throws IOException {
    if (value == null) {
      Header end = headers.lastHeader(KafkaSinks.WINDOW_END);
      if (end == null) {
        throw new IOException(
            "a null on the topic of leaderboards has no header "
                + KafkaSinks.WINDOW_END
                + ": an older version wrote it");
      }
      return Long.parseLong(new String(end.value(), UTF_8));
    }
    try {
      return BOARDS.decode(value).windowEnd();
    } catch (MalformedEventException e) {
      throw new IOException("not a leaderboard: " + e.getMessage(), e);
    }
  }
}
