package io.nowfeed.local.replay;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Sends chunk after chunk in file order, and never an event before what it depends on. One thread.
 *
 * <p>Before a chunk: its users and items are consumed by the job. Before the event of a user whose
 * attributes changed: all events sent so far are consumed, so that none of them meets the new
 * attributes; then the table is updated, and the change consumed.
 */
final class ReplayLoop {
  private static final long COMMIT_ROWS = 1_000;
  private static final long COMMIT_MILLIS = 300;
  private static final long SINCE_EVER = 0;

  private final ReplayPorts ports;
  private final Ledger ledger;
  private final EventPacing pacing;
  private final Function<Boolean, ReplayProgress> progress;
  private final Clock clock;
  private final Pause pause;
  private final Map<String, UserRow> stored = new HashMap<>();

  /** Who may have more than one version, so that it matters since when the newest is true. */
  private final Set<String> changed = new HashSet<>();

  private long committedRows;
  private long openSince;

  /**
   * A loop that goes on where the ledger is.
   *
   * @param progress the ledger's counts as a progress record, given whether it is the last
   */
  ReplayLoop(
      ReplayPorts ports,
      Ledger ledger,
      EventPacing pacing,
      Function<Boolean, ReplayProgress> progress,
      Clock clock,
      Pause pause) {
    this.ports = ports;
    this.ledger = ledger;
    this.pacing = pacing;
    this.progress = progress;
    this.clock = clock;
    this.pause = pause;
    this.committedRows = ledger.rowsRead();
  }

  /** Takes users of earlier runs as the table has them now: their changes may be under way. */
  void adoptUsers(Map<String, UserRow> users) {
    if (!users.isEmpty()) {
      ports.barrier().awaitUsers(users);
      stored.putAll(users);
      changed.addAll(users.keySet());
    }
  }

  /** Sends all chunks. */
  void run(LookAhead chunks) {
    for (PreparedChunk chunk = chunks.next(); !chunk.isEnd(); chunk = chunks.next()) {
      awaitNews(chunk);
      for (ReplayRow row : chunk.rows()) {
        process(row);
      }
    }
    commit(true);
    ports.barrier().awaitConsumed(ports.events().sent());
  }

  /** Makes visible what was sent, so that a replay that is stopped repeats nothing. */
  void commitOpen() {
    if (ledger.rowsRead() > committedRows) {
      commit(false);
    }
  }

  private void awaitNews(PreparedChunk chunk) {
    if (!chunk.bringsNews()) {
      return;
    }
    commitOpen();
    ports.barrier().awaitUsers(chunk.users());
    ports.barrier().awaitConsumed(chunk.content());
    stored.putAll(chunk.users());
  }

  private void process(ReplayRow row) {
    if (!row.isSkipped()) {
      awaitTurn(row.ts());
      if (!row.isAnonymous()) {
        applyChange(row);
      }
    }
    if (ledger.rowsRead() == committedRows) {
      openSince = clock.millis();
    }
    send(row);
    commitIfDue();
  }

  private void send(ReplayRow row) {
    boolean opensSession = ledger.add(row);
    if (opensSession) {
      ports.events().send(row.toBeacon());
    }
    if (!row.isSkipped()) {
      ports.events().send(row.toInteraction());
    }
  }

  private void awaitTurn(long ts) {
    for (long delay = pacing.delayMillis(ts); delay > 0; delay = pacing.delayMillis(ts)) {
      pause.forMillis(Math.min(delay, untilCommit()));
      commitIfDue();
    }
    // A replay at full speed never waits, but must notice that it is told to stop.
    pause.forMillis(0);
  }

  private long untilCommit() {
    return ledger.rowsRead() == committedRows
        ? COMMIT_MILLIS
        : Math.max(1, openSince + COMMIT_MILLIS - clock.millis());
  }

  private void applyChange(ReplayRow row) {
    UserRow known = stored.get(row.userId());
    if (known == null || Attributes.differ(known.attributes(), row.attributes())) {
      Map<String, String> before = known == null ? Map.of() : known.attributes();
      write(row.userId(), new UserRow(Attributes.updated(before, row.attributes()), row.ts()));
    } else if (changed.contains(row.userId()) && !known.isTrueAt(row.ts())) {
      // The file goes back in time, where the attributes of before the change are the true ones;
      // but the order of its rows counts.
      write(row.userId(), new UserRow(known.attributes(), SINCE_EVER));
    }
  }

  private void write(String userId, UserRow row) {
    commitOpen();
    ports.barrier().awaitConsumed(ports.events().sent());
    ports.users().write(userId, row);
    ports.barrier().awaitUsers(Map.of(userId, row));
    stored.put(userId, row);
    changed.add(userId);
  }

  private void commitIfDue() {
    long rows = ledger.rowsRead() - committedRows;
    if (rows >= COMMIT_ROWS || (rows > 0 && clock.millis() - openSince >= COMMIT_MILLIS)) {
      commit(false);
    }
  }

  private void commit(boolean finished) {
    ports.events().commit(progress.apply(finished));
    committedRows = ledger.rowsRead();
  }
}
