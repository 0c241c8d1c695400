package io.nowfeed.local.replay;

import io.nowfeed.events.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the committed offsets of the job's consumer group with the offsets of the records
 * themselves; ends of partitions say nothing, for transaction markers take offsets too. One thread.
 */
final class KafkaConsumedBarrier implements ConsumedBarrier {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final GroupOffsets group;
  private final UsersChangelog changelog;
  private final CommitNudge nudge;
  private final Patience patience;

  /**
   * A barrier for one job.
   *
   * @param group the job's consumer group
   * @param attributes of users, that are compared
   */
  KafkaConsumedBarrier(
      String bootstrapServers, String group, List<String> attributes, Clock clock, Pause pause) {
    this.group = new GroupOffsets(bootstrapServers, group);
    this.changelog = new UsersChangelog(bootstrapServers, attributes);
    this.nudge = new CommitNudge(bootstrapServers, clock);
    this.patience = new Patience(LIMIT, clock, pause);
  }

  @Override
  public void awaitConsumed(Positions positions) {
    if (!group.include(positions)) {
      patience.await(
          () -> group.include(positions),
          () -> {
            nudge.nudge(positions.offsets().keySet());
            return group.refresh();
          },
          () -> group.missing(positions));
    }
  }

  @Override
  public void awaitUsers(Map<String, UserRow> users) {
    Map<String, UserRow> missing = new HashMap<>(users);
    patience.await(
        () -> {
          missing.entrySet().removeIf(user -> isLatest(user.getKey(), user.getValue()));
          return missing.isEmpty();
        },
        changelog::poll,
        () -> describe(missing));
    awaitConsumed(positions(users));
  }

  @Override
  public void close() {
    try (group;
        changelog;
        nudge) {
      // Try-with-resources closes all, whichever fails.
    }
  }

  private boolean isLatest(String userId, UserRow row) {
    UsersChangelog.Change change = changelog.latest(userId);
    return change != null && change.brought(row);
  }

  private Positions positions(Map<String, UserRow> users) {
    Positions positions = Positions.NONE;
    for (String userId : users.keySet()) {
      UsersChangelog.Change change = changelog.latest(userId);
      positions = positions.and(new Positions(Map.of(change.partition(), change.offset())));
    }
    return positions;
  }

  private static String describe(Map<String, UserRow> missing) {
    Map.Entry<String, UserRow> first = missing.entrySet().iterator().next();
    return "the topic "
        + Topics.USERS
        + " does not show "
        + missing.size()
        + " users as the users table has them, for example user '"
        + first.getKey()
        + "' with "
        + first.getValue().attributes()
        + ". Does the connector run?";
  }
}
