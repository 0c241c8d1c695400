package io.nowfeed.local.everyevent;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Topics;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.local.everyevent.Meaning.Item;
import io.nowfeed.local.everyevent.Meaning.Malformed;
import io.nowfeed.local.everyevent.Meaning.Row;
import io.nowfeed.local.everyevent.Meaning.Tombstone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws what happens to the users table and to the catalogue, as Debezium and editors tell it. */
final class TableScript {
  private static final JsonCodec<ContentItem> CONTENT = JsonCodec.of(ContentItem.class);
  private static final int USERS = 14;
  private static final int CHANGES = 30;
  private static final long LONGEST_STEP = Duration.ofMinutes(90).toMillis();

  /** How far the versions of the first phase reach back. */
  private static final long PAST = Duration.ofHours(6).toMillis();

  /** More than some of the changes that follow a snapshot add to the position. */
  private static final long AHEAD_OF_CHANGES = 300;

  private static final List<String> ITEMS = List.of("c-0", "c-1", "c-2", "c-3");

  private final Setting setting;
  private final Random random;
  private final InputLog log;
  private final Map<String, Known> users = new LinkedHashMap<>();
  private final Map<String, Long> sentinels = new HashMap<>();

  /** By partition, what a restarted connector may say again. */
  private final Map<Integer, List<Input>> told = new HashMap<>();

  private List<Input> step = new ArrayList<>();
  private long lsn = 1000;
  private int phase;

  /** What Postgres has of a user, and when it had what. */
  private static final class Known {
    private UserAttributes row;
    private boolean everChanged;
    private long lastChange = Fixtures.NOON - PAST;
    private final List<Long> changes = new ArrayList<>();
  }

  TableScript(Setting setting, Random random, InputLog log) {
    this.setting = setting;
    this.random = random;
    this.log = log;
    for (int i = 0; i < USERS; i++) {
      users.put("u-" + i, new Known());
    }
  }

  /** The changes of a phase; the sentinels come last. */
  List<Input> changes(int number) {
    phase = number;
    step = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      changeSomebody();
      if (random.nextInt(10) == 0) {
        malformed();
      }
    }
    if (random.nextInt(3) == 0) {
      snapshotAgain();
    }
    if (random.nextInt(3) > 0) {
      repeat(random.nextInt(setting.usersPartitions()));
    }
    changeContent();
    changeSentinels();
    return step;
  }

  /** What happens to a user whose events wait: its insertion mostly, once its deletion. */
  List<Input> arrival(int number, String userId) {
    phase = number;
    step = new ArrayList<>();
    Known user = new Known();
    users.put(userId, user);
    if (userId.endsWith("c")) {
      delete(userId, user, now());
      return step;
    }
    upsert(userId, user, "c", attributes(), now());
    if (random.nextBoolean()) {
      // Only after all events of this phase, so that it does not matter when it comes.
      upsert(userId, user, "u", attributes(), now() + Setting.CLEARLY_LATE);
    }
    return step;
  }

  Map<String, Long> sentinels() {
    return Map.copyOf(sentinels);
  }

  /** Users who are, were or will be in the table. */
  List<String> users() {
    return List.copyOf(users.keySet());
  }

  /** Whether the user is or was in the table. */
  boolean isKnown(String userId) {
    return users.get(userId).everChanged;
  }

  /** When a user's row changed. */
  List<Long> changesOf(String userId) {
    Known user = users.get(userId);
    return user == null ? List.of() : user.changes;
  }

  private long now() {
    return Setting.time(phase);
  }

  private void changeSomebody() {
    String userId = users().get(random.nextInt(users.size()));
    Known user = users.get(userId);
    int dice = random.nextInt(10);
    if (user.row == null) {
      changeNobody(userId, user, dice);
    } else if (dice < 6) {
      upsert(userId, user, "u", attributes(), nextMoment(user));
    } else if (dice < 8) {
      upsert(userId, user, random.nextBoolean() ? "u" : "r", user.row, nextMoment(user));
    } else {
      delete(userId, user, nextMoment(user));
    }
  }

  private void changeNobody(String userId, Known user, int dice) {
    if (dice < 6) {
      upsert(userId, user, random.nextBoolean() ? "c" : "r", attributes(), nextMoment(user));
    } else if (dice == 6) {
      delete(userId, user, nextMoment(user));
    }
  }

  /** Not before the user's last change; some share a moment, as those of a transaction do. */
  private long nextMoment(Known user) {
    long from = Math.max(user.lastChange, phase == 0 ? 0 : Setting.time(phase - 1));
    long to = Math.min(now(), from + LONGEST_STEP);
    return random.nextInt(8) == 0 ? from : from + (long) (random.nextDouble() * (to - from));
  }

  private UserAttributes attributes() {
    String country = List.of("GB", "PT", "NO").get(random.nextInt(3));
    return new UserAttributes(
        random.nextInt(8) == 0 ? null : country,
        random.nextBoolean() ? country + "-" + random.nextInt(3) : null,
        random.nextBoolean() ? "en" : "pt",
        random.nextBoolean() ? 1950 + random.nextInt(50) : null,
        null,
        random.nextBoolean() ? "free" : "gold",
        random.nextBoolean() ? List.of("sport", "news") : List.of());
  }

  private void upsert(
      String userId, Known user, String op, UserAttributes attributes, long moment) {
    lsn += 1 + random.nextInt(100);
    changed(user, attributes, moment);
    Row row = new Row(userId, attributes, lsn, moment, op.equals("r"));
    append(userId, Envelopes.upsert(row, op), row);
  }

  /** Connectors with and without tombstones, and what compaction leaves; of a user always alike. */
  private void delete(String userId, Known user, long moment) {
    lsn += 1 + random.nextInt(100);
    changed(user, null, moment);
    Deletes deletes = Deletes.of(userId);
    if (deletes != Deletes.TOMBSTONE_ONLY) {
      Row row = new Row(userId, null, lsn, moment);
      append(userId, Envelopes.delete(row), row);
    }
    if (deletes != Deletes.WITHOUT_TOMBSTONE) {
      append(userId, null, new Tombstone(userId));
    }
  }

  private enum Deletes {
    WITH_TOMBSTONE,
    WITHOUT_TOMBSTONE,
    TOMBSTONE_ONLY;

    static Deletes of(String userId) {
      List<Deletes> all = List.of(values());
      return all.get(Math.floorMod(userId.hashCode(), all.size()));
    }
  }

  private static void changed(Known user, UserAttributes attributes, long moment) {
    user.row = attributes;
    user.everChanged = true;
    user.lastChange = moment;
    user.changes.add(moment);
  }

  /**
   * All rows once more, as they are: no new versions. They bear one position; what was written
   * meanwhile comes behind them with smaller ones, and is newer.
   */
  private void snapshotAgain() {
    long position = lsn + AHEAD_OF_CHANGES;
    users.forEach(
        (userId, user) -> {
          if (user.row != null) {
            Row row = new Row(userId, user.row, position, now(), true);
            append(userId, Envelopes.upsert(row, "r"), row);
          }
        });
    told.clear();
  }

  /**
   * A restarted connector goes back a while, but not behind a snapshot: that it would take anew.
   * Compaction, which leaves tombstones, does not go back at all.
   */
  private void repeat(int partition) {
    List<Input> again = told.getOrDefault(partition, List.of());
    if (again.isEmpty()) {
      return;
    }
    int from = random.nextInt(again.size());
    // A deletion and its tombstone are one change to the connector: it repeats both or none.
    while (from > 0 && again.get(from).meaning() instanceof Tombstone) {
      from--;
    }
    for (Input input : List.copyOf(again.subList(from, again.size()))) {
      append(Envelopes.text(input.key()), input.value(), input.meaning());
    }
  }

  private static boolean isRepeatable(Input input) {
    if (input.meaning() instanceof Row row) {
      return Deletes.of(row.userId()) != Deletes.TOMBSTONE_ONLY;
    }
    return input.meaning() instanceof Tombstone tombstone
        && Deletes.of(tombstone.userId()) != Deletes.TOMBSTONE_ONLY;
  }

  private void malformed() {
    int partition = random.nextInt(setting.usersPartitions());
    boolean noKey = random.nextBoolean();
    DeadLetterReason reason = noKey ? DeadLetterReason.MISSING_KEY : DeadLetterReason.MISSING_FIELD;
    String key = noKey ? null : "u-0";
    byte[] value = Envelopes.bytes("{\"op\":\"u\",\"before\":null}");
    step.add(log.append(Setting.USERS, partition, now(), key, value, new Malformed(reason)));
  }

  private void changeContent() {
    for (String contentId : ITEMS) {
      int dice = random.nextInt(3);
      if (dice == 0) {
        append(contentId, List.of("tag-" + random.nextInt(100)));
      } else if (dice == 1) {
        appendContent(contentId, null);
      }
    }
    append(Phase.SENTINEL_ITEM, List.of(Phase.tag(phase)));
  }

  private void append(String contentId, List<String> tags) {
    appendContent(
        contentId,
        new ContentItem(contentId, "sport", "en", List.of(), tags, null, null, "A title", null));
  }

  private void appendContent(String contentId, ContentItem item) {
    byte[] value = item == null ? null : CONTENT.encode(item);
    step.add(log.append(Topics.CONTENT, 0, now(), contentId, value, new Item(contentId, item)));
  }

  private void changeSentinels() {
    for (int partition = 0; partition < setting.usersPartitions(); partition++) {
      String userId = "sentinel-" + partition;
      // Never the same twice: a repetition of a row would not show its position.
      UserAttributes attributes =
          new UserAttributes(Phase.tag(phase), null, null, null, null, null, List.of());
      Row row = new Row(userId, attributes, ++lsn, now());
      sentinels.put(userId, row.lsn());
      byte[] value = Envelopes.upsert(row, "u");
      step.add(log.append(Setting.USERS, partition, now(), userId, value, row));
    }
  }

  private void append(String userId, byte[] value, Meaning meaning) {
    int partition = Math.floorMod(userId.hashCode(), setting.usersPartitions());
    Input input = log.append(Setting.USERS, partition, now(), userId, value, meaning);
    step.add(input);
    if (isRepeatable(input)) {
      told.computeIfAbsent(partition, any -> new ArrayList<>()).add(input);
    }
  }
}
