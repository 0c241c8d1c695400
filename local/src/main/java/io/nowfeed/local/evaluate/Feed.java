package io.nowfeed.local.evaluate;

import io.nowfeed.cdc.UserChange;
import io.nowfeed.events.Origin;
import io.nowfeed.events.Topics;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.LoadedPartition;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserUpdate;
import io.nowfeed.local.replay.Attributes;
import io.nowfeed.local.replay.Ledger;
import io.nowfeed.local.replay.ReplayRow;
import io.nowfeed.local.replay.UserValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Plays a data set to the job: given the numbers of its rows in order, sends what the broker would
 * have. First all users with what their first rows say of them, and the word that the table is
 * loaded; then row by row an interaction, and before the first of a session its beacon. A session
 * that goes on sends another one once a minute, as phones in use do: without it lists would stay as
 * they are when the user is no longer taken for active.
 *
 * <p>Items, and changes of users, come {@value #AHEAD} rows before the first that needs them: they
 * go another way through the job, and must be there first. A user's change says since when it is
 * true, so that no earlier event meets it. An item is known to the job so many rows too early: it
 * cannot be popular by then, nor anybody's neighbour.
 */
final class Feed extends ProcessFunction<Long, Inbound<UserEvent>> {
  static final OutputTag<Inbound<UserEvent>> BEACONS =
      new OutputTag<>("beacons", FlowTypes.INBOUND_USER_EVENT);
  static final OutputTag<Inbound<UserUpdate>> USERS =
      new OutputTag<>("users", FlowTypes.INBOUND_USER_UPDATE);
  static final OutputTag<Inbound<ContentChange>> CONTENT =
      new OutputTag<>("content", FlowTypes.INBOUND_CONTENT_CHANGE);

  static final int AHEAD = 500;

  private static final long serialVersionUID = 1L;

  /** Less than a user is active after a beacon, milliseconds of event time. */
  private static final long BEACON_EVERY = 60_000;

  private final DataSetFile file;
  private final String measured;
  private transient Turnstile turnstile;
  private transient List<ReplayRow> rows;
  private transient Ledger ledger;
  private transient Set<String> items;
  private transient Map<String, Map<String, String>> users;
  private transient Map<String, Long> beacons;
  private transient int announced;
  private transient long changes;

  /**
   * @param measured the file of the place of the last event that was measured
   */
  Feed(DataSetFile file, Path measured) {
    this.file = file;
    this.measured = measured.toString();
  }

  @Override
  public void open(OpenContext context) throws IOException {
    turnstile = new Turnstile(SharedNumber.in(Path.of(measured))::get);
    rows = file.read().rows();
    ledger = new Ledger();
    items = new HashSet<>();
    users = new LinkedHashMap<>();
    beacons = new HashMap<>();
  }

  @Override
  public void processElement(Long number, Context context, Collector<Inbound<UserEvent>> out)
      throws InterruptedException {
    int place = Math.toIntExact(number);
    if (place == 0) {
      sendUsers(context);
      announce(AHEAD, context);
    }
    announce(place + AHEAD, context);
    turnstile.pass(rows.get(place), place + 1);
    send(place, out);
  }

  private void sendUsers(Context context) {
    Map<String, Long> since = new HashMap<>();
    for (ReplayRow row : rows) {
      if (!row.isAnonymous() && users.putIfAbsent(row.userId(), row.attributes()) == null) {
        since.put(row.userId(), row.ts());
      }
    }
    users.keySet().forEach(user -> send(user, since.get(user), context));
    context.output(USERS, Inbound.of(UserUpdate.loaded(new LoadedPartition(0, 1))));
  }

  private void send(String userId, long since, Context context) {
    changes++;
    UserChange change =
        new UserChange(userId, UserValues.attributes(users.get(userId)), changes, since);
    context.output(USERS, Inbound.of(UserUpdate.of(change)));
  }

  private void announce(int until, Context context) {
    for (; announced < Math.min(until, rows.size()); announced++) {
      ReplayRow row = rows.get(announced);
      if (items.add(row.content().contentId())) {
        context.output(
            CONTENT, Inbound.of(new ContentChange(row.content().contentId(), row.content())));
      }
      if (!row.isAnonymous() && Attributes.differ(users.get(row.userId()), row.attributes())) {
        users.compute(row.userId(), (user, known) -> Attributes.updated(known, row.attributes()));
        send(row.userId(), row.ts(), context);
      }
    }
  }

  /** All on one stream: two have no order between them. */
  private void send(int place, Collector<Inbound<UserEvent>> out) {
    ReplayRow row = rows.get(place);
    Origin origin = new Origin(Topics.INTERACTIONS, 0, place);
    UserEvent interaction = UserEvent.of(row.toInteraction(), origin, row.ts());
    Long last = beacons.get(interaction.key());
    if (ledger.add(row) || last == null || row.ts() - last >= BEACON_EVERY) {
      beacons.put(interaction.key(), row.ts());
      Origin ofBeacon = new Origin(Topics.BEACONS, 0, place);
      out.collect(Inbound.of(UserEvent.of(row.toBeacon(), ofBeacon, row.ts())));
    }
    out.collect(Inbound.of(interaction));
  }
}
