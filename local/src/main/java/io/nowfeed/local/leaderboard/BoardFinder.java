package io.nowfeed.local.leaderboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.kafka.PartitionOffsets;
import io.nowfeed.local.kafka.PartitionScan;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Reads the topic once, from its beginning to where it ends now, for one board of it. */
public final class BoardFinder {
  private final KafkaAccess kafka;

  /**
   * @param kafka the cluster
   */
  public BoardFinder(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /**
   * The current board.
   *
   * @param segment of whom or what: {@code global}, {@code country=GB}
   * @param window its length, as {@code 1m}; null for the shortest that any board has
   * @throws NoBoardException when there is none; the text says which there are
   * @throws io.nowfeed.local.kafka.KafkaFailedException when Kafka cannot be read
   */
  public Leaderboard find(String segment, String window) {
    CurrentBoards boards = read(segment);
    return boards.board(new BoardKey(segment, window == null ? shortest(boards) : window));
  }

  private static String shortest(CurrentBoards boards) {
    return boards.keys().stream().map(BoardKey::window).min(BoardKey.BY_LENGTH).orElse("");
  }

  private CurrentBoards read(String segment) {
    CurrentBoards boards = new CurrentBoards(segment);
    try (Admin admin = kafka.admin()) {
      requireTopic(admin);
      PartitionOffsets offsets = new PartitionOffsets(admin);
      List<TopicPartition> partitions = offsets.partitions(List.of(Topics.POPULARITY));
      new PartitionScan(kafka)
          .records(
              offsets.readable(partitions),
              record -> {
                if (record.key() != null) {
                  boards.take(new String(record.key(), UTF_8), record.value());
                }
              });
    }
    return boards;
  }

  private static void requireTopic(Admin admin) {
    if (!KafkaAccess.await("listing the topics", admin.listTopics().names())
        .contains(Topics.POPULARITY)) {
      throw new NoBoardException(
          "topic "
              + Topics.POPULARITY
              + " does not exist, or these credentials may not see it: ./nowfeed topics apply creates"
              + " it and gives rights, and PersonalizationJob writes it");
    }
  }
}
