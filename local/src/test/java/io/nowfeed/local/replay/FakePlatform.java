package io.nowfeed.local.replay;

import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Interaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * A platform in memory that outlives the replays on it, as a data directory does: a transactional
 * log, a users table, and a job that joins what is committed with the versions of its user that it
 * has consumed, as of the event's time. Writes down what happens, in order.
 */
final class FakePlatform {
  /** An interaction as the job joined it. */
  record Joined(String eventId, String userId, String country) {}

  private static final TopicPartition EVENTS = new TopicPartition("interactions", 0);
  private static final TopicPartition CONTENT = new TopicPartition("content", 0);

  final List<String> steps = new ArrayList<>();
  final List<Joined> joined = new ArrayList<>();
  final List<Beacon> beacons = new ArrayList<>();
  final Map<String, UserRow> table = new ConcurrentHashMap<>();
  final Map<String, String> content = new ConcurrentHashMap<>();
  ReplayProgress progress;

  /** After so many interactions the process dies, leaving its transaction open; 0 for never. */
  int dieAfterInteractions;

  /** The process dies right behind an UPDATE. */
  boolean dieAfterUpdate;

  private final Map<String, List<UserRow>> jobState = new HashMap<>();
  private final List<Interaction> committed = new ArrayList<>();
  private int consumed;
  private int interactionsSeen;

  ReplayPorts ports() {
    return new ReplayPorts(new Events(), new Users(), new Content(), new Barrier());
  }

  synchronized List<String> updates() {
    return steps.stream().filter(step -> step.startsWith("update")).toList();
  }

  private synchronized void note(String step) {
    steps.add(step);
  }

  /** The job takes in all that is committed, as late as the barrier allows. */
  private void consume(int end) {
    for (; consumed < end; consumed++) {
      Interaction event = committed.get(consumed);
      joined.add(new Joined(event.eventId(), event.userId(), country(event)));
    }
  }

  /** As of the event's time: the newest version that was true by then, else the oldest. */
  private String country(Interaction event) {
    List<UserRow> versions = jobState.getOrDefault(event.userId(), List.of());
    UserRow match = versions.isEmpty() ? null : versions.get(0);
    for (UserRow version : versions) {
      match = version.isTrueAt(event.ts()) ? version : match;
    }
    return match == null ? null : match.attributes().get("country");
  }

  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final class Events implements EventSink {
    private final List<Interaction> open = new ArrayList<>();
    private final List<Beacon> openBeacons = new ArrayList<>();

    @Override
    public ReplayProgress resume() {
      return progress;
    }

    @Override
    public void send(Beacon beacon) {
      openBeacons.add(beacon);
    }

    @Override
    public void send(Interaction interaction) {
      interactionsSeen++;
      if (interactionsSeen == dieAfterInteractions) {
        throw new Died();
      }
      open.add(interaction);
    }

    @Override
    public void commit(ReplayProgress next) {
      committed.addAll(open);
      beacons.addAll(openBeacons);
      if (!open.isEmpty()) {
        note("commit " + open.size());
      }
      open.clear();
      openBeacons.clear();
      progress = next;
    }

    @Override
    public Positions sent() {
      return new Positions(Map.of(EVENTS, committed.size() - 1L));
    }

    @Override
    public void close() {}
  }

  private final class Users implements UserTable {
    @Override
    public Map<String, UserRow> insertMissing(Map<String, UserRow> users) {
      users.forEach(table::putIfAbsent);
      note("insert " + users.keySet().stream().sorted().toList());
      return read(users.keySet());
    }

    @Override
    public Map<String, UserRow> read(Collection<String> userIds) {
      Map<String, UserRow> found = new HashMap<>(table);
      found.keySet().retainAll(userIds);
      return found;
    }

    @Override
    public void write(String userId, UserRow row) {
      table.put(userId, row);
      note("update " + userId + " " + row.attributes().get("country"));
      if (dieAfterUpdate) {
        throw new Died();
      }
    }

    @Override
    public void close() {}
  }

  private final class Content implements ContentPublisher {
    @Override
    public Positions publish(List<ContentItem> items) {
      items.forEach(item -> content.put(item.contentId(), item.title()));
      note("publish " + items.stream().map(ContentItem::contentId).toList());
      return new Positions(Map.of(CONTENT, content.size() - 1L));
    }

    @Override
    public void close() {}
  }

  private final class Barrier implements ConsumedBarrier {
    @Override
    public void awaitConsumed(Positions positions) {
      if (positions.offsets().containsKey(EVENTS)) {
        note("consumed events");
        consume(positions.offsets().get(EVENTS).intValue() + 1);
      }
      if (positions.offsets().containsKey(CONTENT)) {
        note("consumed content");
      }
    }

    @Override
    public void awaitUsers(Map<String, UserRow> users) {
      if (!users.isEmpty()) {
        note("consumed users " + users.keySet().stream().sorted().toList());
      }
      users.forEach(
          (userId, row) -> {
            List<UserRow> versions = jobState.computeIfAbsent(userId, any -> new ArrayList<>());
            if (!versions.contains(row)) {
              versions.add(row);
            }
          });
    }

    @Override
    public void close() {}
  }
}
