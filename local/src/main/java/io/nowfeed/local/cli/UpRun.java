package io.nowfeed.local.cli;

import io.nowfeed.events.Topics;
import io.nowfeed.jobs.JobVersion;
import io.nowfeed.local.audit.ReportFormat;
import io.nowfeed.local.observe.Observation;
import io.nowfeed.local.observe.Observer;
import io.nowfeed.local.platform.DataDirectory;
import io.nowfeed.local.platform.Endpoints;
import io.nowfeed.local.platform.Platform;
import io.nowfeed.local.platform.PlatformOptions;
import io.nowfeed.local.screen.Screen;
import io.nowfeed.local.screen.StatusFeed;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/** One run of the platform: start, show, stop. */
final class UpRun {
  private static final int OK = 0;
  private static final int DISAGREES = 1;
  private static final int STOPPED = 130;
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final long TICK_MILLIS = 1_000;

  private final DataDirectory directory;
  private final PlatformOptions options;
  private final TrafficChoice traffic;
  private final Duration atMost;
  private final PrintWriter out;
  private final Clock clock = Clock.systemUTC();
  private Stop stop;

  /**
   * @param atMost how long to run from ready, null for until Ctrl-C
   */
  UpRun(
      DataDirectory directory,
      PlatformOptions options,
      TrafficChoice traffic,
      Duration atMost,
      PrintWriter out) {
    this.directory = directory;
    this.options = options;
    this.traffic = traffic;
    this.atMost = atMost;
    this.out = out;
  }

  int run() throws Exception {
    stop = Stop.onCtrlC(Thread.currentThread());
    try {
      return start();
    } catch (InterruptedException e) {
      return STOPPED;
    } catch (Exception e) {
      if (stop.isAsked()) {
        return STOPPED; // whatever failed, failed because it was interrupted
      }
      throw e;
    } finally {
      if (stop.isAsked()) {
        say("stopped" + (directory.isTemporary() ? "" : "; data kept in " + directory.path()));
      }
      directory.close();
      stop.done();
    }
  }

  private int start() throws Exception {
    Platform.makeWay(directory, options.ports());
    say(
        "nowfeed %s, data in %s%s",
        JobVersion.current(), directory.path(), directory.isTemporary() ? " (temporary)" : "");
    Files.createDirectories(directory.of("logs"));
    try (Platform platform = Platform.start(directory, options, this::started)) {
      try (Session session = traffic.open().apply(platform, clock)) {
        return with(platform, session);
      } finally {
        beforeStopping();
      }
    }
  }

  private int with(Platform platform, Session session) throws Exception {
    session.prepare();
    platform.submit();
    try (Observer observer =
        Observer.start(platform.endpoints().kafka(), traffic.replays(), clock)) {
      awaitUp(platform);
      session.start();
      awaitRecommendation(observer, session);
      platform.endpoints().write(directory.path());
      double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
      say(
          "ready in %.1f s: Kafka %s, Flink %s",
          seconds, platform.endpoints().kafka(), platform.endpoints().flink());
      watch(platform, session, observer);
      return finish(platform, session, observer);
    }
  }

  private void started(String part, double seconds) {
    say("  %-14s started in %4.1f s", part, seconds);
  }

  private void awaitUp(Platform platform) throws IOException, InterruptedException {
    long deadline = clock.millis() + START_PATIENCE.toMillis();
    while (!platform.isUp()) {
      if (clock.millis() > deadline) {
        throw new IOException(
            "the jobs did not come up within " + START_PATIENCE.toMinutes() + " minutes");
      }
      requireNotStopped(stop.await(100));
    }
    say("  %-14s up", "Jobs");
  }

  private void awaitRecommendation(Observer observer, Session session)
      throws IOException, InterruptedException {
    if (!traffic.sends()) {
      return;
    }
    long deadline = clock.millis() + START_PATIENCE.toMillis();
    while (!observer.awaitRecommendation(Duration.ofMillis(50)) && !session.isOver()) {
      if (clock.millis() > deadline) {
        throw new IOException(
            "no recommendation came within " + START_PATIENCE.toMinutes() + " minutes");
      }
      requireNotStopped(stop.isAsked());
    }
  }

  private static void requireNotStopped(boolean stopped) throws InterruptedException {
    if (stopped) {
      throw new InterruptedException("stopped by Ctrl-C");
    }
  }

  private void watch(Platform platform, Session session, Observer observer)
      throws InterruptedException {
    StatusFeed feed = new StatusFeed(platform.endpoints(), clock);
    try (Screen screen = Screen.on(out, Terminal.isOne(), Terminal.columns())) {
      while (!session.isOver() && (atMost == null || feed.seconds() < atMost.toSeconds())) {
        Observation seen = observer.observe();
        screen.show(
            feed.next(
                seen,
                platform.restarts(),
                session.describe(),
                session.problem() == null ? platform.incident() : session.problem()));
        requireNotStopped(stop.await(TICK_MILLIS));
      }
    }
  }

  private int finish(Platform platform, Session session, Observer observer) throws Exception {
    say("traffic ended; waiting for the last rows");
    session.close();
    FinalAudit audit = new FinalAudit(platform, stop, clock).await();
    requireNotStopped(stop.isAsked());
    Observation seen = observer.observe();
    say("");
    say("summary");
    session.summary(seen).forEach(line -> say("  " + line));
    say("  recommendations      %d read in this run", seen.of(Topics.RECOMMENDATIONS));
    say("  late                 %d", seen.of(Topics.LATE_EVENTS));
    say("  job restarts         %d", platform.restarts());
    audit.describe().forEach(hop -> say("  " + hop));
    if (audit.agrees()) {
      return OK;
    }
    say("");
    say(ReportFormat.TEXT.format(audit.report()));
    return DISAGREES;
  }

  private void beforeStopping() throws IOException {
    // What stops next must not be interrupted half-way by the Ctrl-C that asked for it.
    boolean interrupted = Thread.interrupted();
    Files.deleteIfExists(directory.of(Endpoints.FILE));
    if (interrupted || stop.isAsked()) {
      say("stopping …");
    }
  }

  private synchronized void say(String text, Object... values) {
    out.println(values.length == 0 ? text : String.format(Locale.ROOT, text, values));
    out.flush();
  }
}
