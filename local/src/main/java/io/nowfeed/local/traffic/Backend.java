package io.nowfeed.local.traffic;

import io.nowfeed.events.ContentItem;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The app's own backend: people sign up, change and leave, through SQL; editors publish and
 * withdraw. One thread.
 */
final class Backend {
  private static final double INSERTS_PER_SECOND = 1;
  private static final double UPDATES_PER_SECOND = 4;
  private static final double DELETES_PER_SECOND = 0.3;
  private static final double PUBLISHED_PER_SECOND = 0.4;
  private static final double WITHDRAWN_PER_SECOND = 0.4;

  /** Of what there was at the start, this share is never deleted. */
  private static final double KEPT = 0.8;

  private final SimulatorOptions options;
  private final Population population;
  private final Catalogue catalogue;
  private final Outbox outbox;
  private final UserRows rows;
  private final Tally tally;
  private final Clock clock;
  private final RandomGenerator random;
  private final Pacer inserts;
  private final Pacer updates;
  private final Pacer deletes;
  private final Pacer published;
  private final Pacer withdrawn;

  Backend(
      SimulatorOptions options,
      Population population,
      Catalogue catalogue,
      Outbox outbox,
      UserRows rows,
      Tally tally,
      Clock clock) {
    this.options = options;
    this.population = population;
    this.catalogue = catalogue;
    this.outbox = outbox;
    this.rows = rows;
    this.tally = tally;
    this.clock = clock;
    this.random = new SplittableRandom(~options.seed());
    this.inserts = new Pacer(INSERTS_PER_SECOND, clock);
    this.updates = new Pacer(UPDATES_PER_SECOND, clock);
    this.deletes = new Pacer(DELETES_PER_SECOND, clock);
    this.published = new Pacer(PUBLISHED_PER_SECOND, clock);
    this.withdrawn = new Pacer(WITHDRAWN_PER_SECOND, clock);
  }

  /** Does what is due by now. */
  void tick() throws SQLException {
    repeat(published.due(), this::publish);
    repeat(withdrawn.due(), this::withdraw);
    for (int due = inserts.due(); due > 0; due--) {
      insert();
    }
    for (int due = updates.due(); due > 0; due--) {
      update();
    }
    for (int due = deletes.due(); due > 0; due--) {
      delete();
    }
  }

  private static void repeat(int times, Runnable step) {
    for (int time = 0; time < times; time++) {
      step.run();
    }
  }

  private void publish() {
    int number = catalogue.takeNumber();
    ContentItem item = SimulatedContent.number(number, options.seed(), clock.millis());
    outbox.publish(item);
    catalogue.add(item, random);
  }

  private void withdraw() {
    if (catalogue.size() <= options.contents() * KEPT) {
      return;
    }
    ContentItem item = catalogue.anyToWithdraw(clock.millis(), random);
    // First forgotten, then withdrawn: nobody looks at what is not there any more.
    catalogue.remove(item);
    outbox.withdraw(item.contentId());
  }

  private void insert() throws SQLException {
    SimulatedUser user = SimulatedUser.number(population.takeNumber(), options.seed());
    rows.insert(List.of(user));
    tally.usersInserted.increment();
    population.put(user);
  }

  private void update() throws SQLException {
    SimulatedUser user = population.any(random);
    if (user == null) {
      return;
    }
    SimulatedUser changed = user.changed(random);
    if (rows.update(changed)) {
      tally.usersUpdated.increment();
      population.put(changed);
    } else {
      population.remove(user.userId());
    }
  }

  private void delete() throws SQLException {
    SimulatedUser user = population.any(random);
    if (user == null || population.size() <= options.users() * KEPT) {
      return;
    }
    // First forgotten, then deleted: phones of deleted accounts fall silent.
    population.remove(user.userId());
    if (rows.delete(user.userId())) {
      tally.usersDeleted.increment();
    }
  }
}
