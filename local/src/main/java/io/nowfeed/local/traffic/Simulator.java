package io.nowfeed.local.traffic;

import io.nowfeed.events.ContentItem;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Traffic as a global app has it, on three threads: phones send beacons and interactions; they are
 * handed the recommendations made for them; the backend writes users through SQL and publishes
 * content. Prints nothing; what goes wrong is counted, and the traffic goes on.
 */
public final class Simulator implements AutoCloseable {
  private static final long PHONES_TICK_MILLIS = 10;
  private static final long BACKEND_TICK_MILLIS = 100;
  private static final long RECOVERY_MILLIS = 1_000;
  private static final long JOIN_MILLIS = 20_000;

  private final Target target;
  private final SimulatorOptions options;
  private final Clock clock;
  private final Tally tally = new Tally();
  private final Population population = new Population();
  private final ReceivedLists lists = new ReceivedLists();
  private final FanGroups groups;
  private final Catalogue catalogue;
  private final StopSignal stop = new StopSignal();
  private final List<Thread> threads = new ArrayList<>();
  private final UserRows rows;
  private final Outbox outbox;
  private ListSubscription subscription;

  /** A simulator; nothing is sent yet. */
  public Simulator(Target target, SimulatorOptions options, Clock clock) {
    this.target = target;
    this.options = options;
    this.clock = clock;
    this.groups = new FanGroups(options.seed());
    this.catalogue = new Catalogue(groups);
    this.rows = new UserRows(target);
    this.outbox =
        new Outbox(Producers.idempotent(target.bootstrapServers(), "nowfeed-simulator"), tally);
  }

  /**
   * Fills the users table and the content topic up to the numbers asked for; what earlier runs left
   * there counts, and stays.
   *
   * @throws IllegalStateException when Postgres or Kafka refuses
   */
  public void prepare() {
    try {
      prepareUsers();
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the users table at " + target.jdbcUrl() + " cannot be filled: " + e.getMessage(), e);
    }
    prepareContent();
  }

  /** Starts phones and backend; {@link #prepare} must have been called. */
  public synchronized void start() {
    subscription = new ListSubscription(target.bootstrapServers(), lists, tally);
    EventIds ids = new EventIds(clock.millis());
    Feed feed = new Feed(catalogue, groups, lists);
    Phones phones = new Phones(options, population, feed, outbox::send, outbox::send, ids, clock);
    Backend backend = new Backend(options, population, catalogue, outbox, rows, tally, clock);
    startThread("simulator-lists", 0, subscription::poll);
    startThread("simulator-phones", PHONES_TICK_MILLIS, phones::tick);
    startThread("simulator-backend", BACKEND_TICK_MILLIS, backend::tick);
  }

  /** What was stored so far. */
  public SimulatorCounts counts() {
    return tally.counts();
  }

  /** The text of the first failure, or null when there was none. */
  public String lastProblem() {
    return tally.firstProblem();
  }

  /** Ends the traffic, and waits until what was sent is stored and counted. */
  @Override
  public synchronized void close() {
    stop.stop();
    for (Thread thread : threads) {
      join(thread);
    }
    threads.clear();
    outbox.close();
    dropConnection();
    if (subscription != null) {
      subscription.close();
    }
  }

  private void prepareUsers() throws SQLException {
    population.addAll(rows.readAll());
    List<SimulatedUser> missing = new ArrayList<>();
    while (population.size() + missing.size() < options.users()) {
      missing.add(SimulatedUser.number(population.takeNumber(), options.seed()));
    }
    rows.insert(missing);
    population.addAll(missing);
    tally.usersInserted.add(missing.size());
  }

  private void prepareContent() {
    if (catalogue.size() > 0) {
      return;
    }
    RandomGenerator random = new SplittableRandom(options.seed());
    for (ContentItem item : PublishedContent.read(target.bootstrapServers())) {
      catalogue.add(item, random);
    }
    while (catalogue.size() < options.contents()) {
      int number = catalogue.takeNumber();
      ContentItem item = SimulatedContent.number(number, options.seed(), clock.millis());
      outbox.publish(item);
      catalogue.add(item, random);
    }
    outbox.flush();
    requirePublished();
  }

  private void requirePublished() {
    if (tally.firstProblem() != null) {
      throw new IllegalStateException("the content cannot be published: " + tally.firstProblem());
    }
  }

  private void startThread(String name, long tickMillis, Step step) {
    Thread thread = new Thread(() -> repeat(name, tickMillis, step), name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void repeat(String name, long tickMillis, Step step) {
    long wait = tickMillis;
    while (!stop.await(wait)) {
      wait = tickMillis;
      try {
        step.run();
      } catch (SQLException | RuntimeException e) {
        tally.failed(name, e);
        recover(e);
        wait = RECOVERY_MILLIS;
      }
    }
  }

  /** After a failed statement the connection may be broken: the next one makes its own. */
  private void recover(Exception failure) {
    if (failure instanceof SQLException) {
      dropConnection();
    }
  }

  private void dropConnection() {
    try {
      rows.close();
    } catch (SQLException e) {
      tally.failed("disconnecting from Postgres", e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a thread does again and again. */
  private interface Step {
    void run() throws SQLException;
  }
}
