package io.nowfeed.jobs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.Recommendations;
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

  @Test
  void aTombstoneIsTheErasureOfAListAtTheTimeOfTheRecord() throws Exception {
    Recommendations erasure = ResultSources.list(record("ann", null));

    assertThat(erasure).isEqualTo(Recommendations.erasure("ann", Fixtures.NOON));
    assertThat(erasure.erases()).isTrue();
    assertThat(erasure.generatedAt()).isEqualTo(Fixtures.NOON);

    byte[] value = JsonCodec.of(Recommendations.class).encode(Fixtures.recommendations());
    assertThat(ResultSources.list(record("ann", value))).isEqualTo(Fixtures.recommendations());
  }

  @Test
  void aListWithoutWhatItNeedsIsRefusedAndNoErasure() {
    assertThatThrownBy(() -> ResultSources.list(record("ann", "{}".getBytes(UTF_8))))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage("field 'user_id' is absent or null");
    assertThatThrownBy(
            () -> ResultSources.list(record("ann", "{\"user_id\":\"ann\"}".getBytes(UTF_8))))
        .hasMessage("field 'trigger' is absent or null");
  }

  @Test
  void aBoardWithoutItsSegmentIsRefused() {
    assertThatThrownBy(() -> ResultSources.board(record("a|b", "{}".getBytes(UTF_8))))
        .hasMessage("field 'segment' is absent or null");
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
