package io.nowfeed.local.cli;

import com.google.cloud.bigquery.DatasetId;
import io.nowfeed.local.audit.Audit;
import io.nowfeed.local.audit.AuditOptions;
import io.nowfeed.local.audit.AuditReport;
import io.nowfeed.local.audit.Hop;
import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.platform.Platform;
import io.nowfeed.local.replay.Replay;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The audit at the end of a run: waits for what is on its way, then says what became of it. */
final class FinalAudit {
  private static final long POLL_MILLIS = 500;

  private final AuditOptions options;
  private final Stop stop;
  private final Clock clock;
  private AuditReport report;

  FinalAudit(Platform platform, Stop stop, Clock clock) throws IOException {
    this.options =
        new AuditOptions(
            KafkaAccess.of(platform.endpoints().kafka()),
            "nowfeed",
            Pattern.compile(".*"),
            Set.of(Replay.PROGRESS_TOPIC),
            Duration.ZERO, // nothing is waited for but here
            new AuditOptions.Tables(
                platform.bigQueryClient(), DatasetId.of(Platform.PROJECT, Platform.DATASET)),
            progress -> {});
    this.stop = stop;
    this.clock = clock;
  }

  /**
   * Audits until everything came out, or until nothing has changed for a while.
   *
   * @param patience that while
   */
  FinalAudit await(Duration patience) throws InterruptedException {
    report = new Audit(options, clock).run();
    long lastChange = clock.millis();
    while (!agrees()
        && !stop.await(POLL_MILLIS)
        && clock.millis() - lastChange < patience.toMillis()) {
      AuditReport now = new Audit(options, clock).run();
      if (!now.hops().equals(report.hops())) {
        lastChange = clock.millis();
      }
      report = now;
    }
    return this;
  }

  /** Whether everything came out, once. */
  boolean agrees() {
    return report.clean() && report.hops().stream().allMatch(hop -> hop.pending() == 0);
  }

  /** Records that should have come out, and did not. */
  long missing() {
    return report.hops().stream().mapToLong(hop -> hop.missing().count() + hop.pending()).sum();
  }

  /** Records that came out more than once, or of nothing. */
  long repeated() {
    return report.hops().stream()
        .mapToLong(hop -> hop.repeated().count() + hop.unknown().count())
        .sum();
  }

  /** A line a hop. */
  List<String> describe() {
    return report.hops().stream().map(FinalAudit::describe).toList();
  }

  /** All that was found, for when something is wrong. */
  AuditReport report() {
    return report;
  }

  private static String describe(Hop hop) {
    String reasons =
        hop.byReason().entrySet().stream()
            .map(reason -> reason.getValue() + " " + reason.getKey())
            .collect(Collectors.joining(" + "));
    boolean once = hop.in() == hop.out() && hop.repeated().count() == 0;
    return String.format(
        Locale.ROOT,
        "%-21s %d = %s: %s",
        hop.from(),
        hop.in(),
        reasons.isEmpty() ? "0" : reasons,
        once ? "agrees, each once" : "DISAGREES");
  }
}
