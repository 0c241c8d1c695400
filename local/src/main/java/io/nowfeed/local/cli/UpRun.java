package io.nowfeed.local.cli;

import io.nowfeed.jobs.JobVersion;
import io.nowfeed.local.observe.Observer;
import io.nowfeed.local.platform.DataDirectory;
import io.nowfeed.local.platform.Endpoints;
import io.nowfeed.local.platform.Platform;
import io.nowfeed.local.platform.PlatformOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/** One run of the platform: start, what it is run for, stop. */
final class UpRun {
  private static final int STOPPED = 130;
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);

  private final DataDirectory directory;
  private final PlatformOptions options;
  private final TrafficChoice traffic;
  private final Act act;
  private final PrintWriter out;
  private final Clock clock = Clock.systemUTC();
  private Stop stop;

  /**
   * @param act what happens once all is ready
   */
  UpRun(
      DataDirectory directory,
      PlatformOptions options,
      TrafficChoice traffic,
      Act act,
      PrintWriter out) {
    this.directory = directory;
    this.options = options;
    this.traffic = traffic;
    this.act = act;
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
      stop.first(platform::leaveAlone);
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
      return act.perform(new Stage(platform, session, observer, stop, clock, this::say));
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
