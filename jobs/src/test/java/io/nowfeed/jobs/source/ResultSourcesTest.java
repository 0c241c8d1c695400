package io.nowfeed.jobs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Topics;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What the analytics job makes of records on compacted topics. */
class ResultSourcesTest {
  @Test
  void aBoardIsReadAsItIs() throws Exception {
    Leaderboard board = Fixtures.movingLeaderboard("country=GB");

    byte[] value = JsonCodec.of(Leaderboard.class).encode(board);
    assertThat(ResultSources.board(record(board.key(), value))).isEqualTo(board);
  }

  @Test
  void aTombstoneIsABoardWithNothingOnItAndWithoutWindow() throws Exception {
    Leaderboard cleared = ResultSources.board(record("language=en,category=a%7Cb|30m", null));

    assertThat(cleared)
        .isEqualTo(
            new Leaderboard(
                "language=en,category=a%7Cb", "30m", 0, 0, List.of(), List.of(), Fixtures.NOON));
    assertThat(cleared.isEmpty()).isTrue();
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ConsumerRecord<>(
        Topics.POPULARITY,
        0,
        7,
        Fixtures.NOON,
        TimestampType.CREATE_TIME,
        key.length(),
        value == null ? -1 : value.length,
        key.getBytes(UTF_8),
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}
