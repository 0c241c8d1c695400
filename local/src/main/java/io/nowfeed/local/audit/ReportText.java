package io.nowfeed.local.audit;

import io.nowfeed.local.audit.AuditReport.UndeclaredRead;
import io.nowfeed.local.audit.AuditReport.UnreadTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as people read it. */
final class ReportText {
  private static final int LISTED = 20;

  private final StringBuilder text = new StringBuilder();

  private ReportText() {}

  static String of(AuditReport report) {
    ReportText text = new ReportText();
    text.head(report);
    report.hops().forEach(text::hop);
    text.totals(report);
    text.unread(report.unreadTopics());
    text.undeclared(report.undeclaredReads());
    report.notes().forEach(note -> text.line("note: " + note));
    text.line(verdict(report));
    return text.text.toString();
  }

  private void head(AuditReport report) {
    line(
        "audit of %s, groups %s-*, at %s; what is younger than %s may be pending",
        report.kafka(),
        report.group(),
        Instant.ofEpochMilli(report.at()),
        time(Duration.ofMillis(report.graceMs())));
    line("");
  }

  private static String time(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private void hop(Hop hop) {
    line("%s -> %s", hop.from(), String.join(", ", hop.to()));
    line(
        "  in %,d   out %,d   pending %,d   missing %,d   repeated %,d",
        hop.in(), hop.out(), hop.pending(), hop.missing().count(), hop.repeated().count());
    if (!hop.byReason().isEmpty()) {
      line("  %s%s", reasons(hop), hop.late() == 0 ? "" : "   (of which late " + hop.late() + ")");
    }
    outOfSight(hop);
    findings("missing", hop.missing());
    findings("repeated", hop.repeated());
    findings("came out and never went in", hop.unknown());
    findings("in late-events, and no interaction", hop.lateOnly());
    line("");
  }

  private static String reasons(Hop hop) {
    return hop.byReason().entrySet().stream()
        .map(reason -> String.format(Locale.ROOT, "%s %,d", reason.getKey(), reason.getValue()))
        .collect(Collectors.joining("   "));
  }

  private void outOfSight(Hop hop) {
    if (hop.inputGone() > 0) {
      line("  before retention: %,d outputs of events that are no longer kept", hop.inputGone());
    }
    if (hop.outputGone() > 0) {
      line("  before retention: %,d events whose outputs are no longer kept", hop.outputGone());
    }
  }

  private void findings(String what, Findings findings) {
    if (findings.count() == 0) {
      return;
    }
    String more = findings.count() > findings.first().size() ? ", ..." : "";
    line("  %s: %s%s", what, String.join(", ", findings.first()), more);
  }

  /** With many topics in, the sum is what people compare. */
  private void totals(AuditReport report) {
    List<Hop> inputs = report.hops().stream().filter(hop -> hop.to().size() > 1).toList();
    if (inputs.size() < 2) {
      return;
    }
    long in = inputs.stream().mapToLong(Hop::in).sum();
    long out = inputs.stream().mapToLong(Hop::out).sum();
    line(
        "%,d events in %d topics that are read, %,d came out%s",
        in, inputs.size(), out, unread(report));
    line("");
  }

  private static String unread(AuditReport report) {
    if (report.unreadTopics().isEmpty()) {
      return "";
    }
    long records = report.unreadTopics().stream().mapToLong(UnreadTopic::records).sum();
    return String.format(
        Locale.ROOT,
        "; %,d records in %d topics that are not",
        records,
        report.unreadTopics().size());
  }

  private void unread(List<UnreadTopic> unread) {
    if (unread.isEmpty()) {
      return;
    }
    line("topics with records that no group of the deployment reads:");
    unread.forEach(
        topic ->
            line("  %s  %s%,d", topic.topic(), topic.exact() ? "" : "about ", topic.records()));
    line("  (on a cluster with other tenants, --topics REGEX says which are yours)");
    line("");
  }

  private void undeclared(List<UndeclaredRead> undeclared) {
    if (undeclared.isEmpty()) {
      return;
    }
    line("topics that are read, and that nobody declared:");
    undeclared.stream()
        .limit(LISTED)
        .forEach(read -> line("  %s  by %s", read.topic(), String.join(", ", read.groups())));
    if (undeclared.size() > LISTED) {
      line("  and %,d more (--format json has all)", undeclared.size() - LISTED);
    }
    line("");
  }

  private static String verdict(AuditReport report) {
    if (report.clean()) {
      return "nothing is missing, repeated or unread";
    }
    long missing = report.hops().stream().mapToLong(hop -> hop.missing().count()).sum();
    long repeated = report.hops().stream().mapToLong(hop -> hop.repeated().count()).sum();
    long others =
        report.hops().stream()
            .mapToLong(hop -> hop.unknown().count() + hop.lateOnly().count())
            .sum();
    return String.format(
        Locale.ROOT,
        "NOT CLEAN: %,d missing, %,d repeated, %,d out of place, %,d topics unread",
        missing,
        repeated,
        others,
        report.unreadTopics().size());
  }

  private void line(String format, Object... arguments) {
    text.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
        .append('\n');
  }
}
