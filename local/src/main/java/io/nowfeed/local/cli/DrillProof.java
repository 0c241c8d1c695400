package io.nowfeed.local.cli;

import io.nowfeed.local.audit.ReportFormat;
import io.nowfeed.local.batch.BatchComparison;
import io.nowfeed.local.batch.Findings;
import io.nowfeed.local.batch.TopicExport;
import io.nowfeed.local.drill.CapturedUsers;
import io.nowfeed.local.drill.ListWatch;
import io.nowfeed.local.kafka.KafkaAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is true after a drill.
 *
 * @param audit of every record
 * @param lists and their versions
 * @param boards beside those that SQL computes
 * @param behind how far the newest board is behind the newest interaction, milliseconds
 * @param users that differ between their table and their topic
 */
record DrillProof(
    FinalAudit audit, ListWatch lists, Findings boards, long behind, List<String> users) {
  /** Boards of the last moments are still on their way. */
  private static final long SETTLED_MILLIS = 5_000;

  /** Farther behind they stand still, and what they do not show would not be compared. */
  private static final long STANDS_STILL_MILLIS = 30_000;

  private static final int SHOWN = 5;

  static DrillProof of(Stage stage, FinalAudit audit, ListWatch lists, Path directory)
      throws IOException, SQLException {
    KafkaAccess kafka = KafkaAccess.of(stage.platform().endpoints().kafka());
    TopicExport export = TopicExport.write(kafka, directory);
    Findings boards =
        BatchComparison.compare(
            stage.platform().config(),
            directory,
            export.lastEnd() - SETTLED_MILLIS,
            Duration.ofHours(1));
    try (Connection postgres = stage.platform().target().connect()) {
      return new DrillProof(
          audit,
          lists,
          boards,
          export.newest() - export.lastEnd(),
          CapturedUsers.differences(kafka, postgres));
    }
  }

  boolean isClean() {
    return audit.agrees()
        && lists.lists() > 0
        && lists.broken().isEmpty()
        && boards.differing() == 0
        && boardsMove()
        && users.isEmpty();
  }

  private boolean boardsMove() {
    return compared() > 0 && behind <= STANDS_STILL_MILLIS;
  }

  private long compared() {
    return boards.windows().values().stream().mapToLong(Findings.Window::boards).sum();
  }

  /** The numbers, and where they are not what they should be, the first that differ. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("  missing              %,d".formatted(audit.missing()));
    lines.add("  repeated             %,d".formatted(audit.repeated()));
    lines.add(
        "  versions             %,d of %,d lists are not newer than one before"
            .formatted(lists.broken().size(), lists.lists()));
    lines.add(
        "  popularity           %,d rows differ from SQL, of %,d boards"
            .formatted(boards.differing(), compared()));
    lines.add("  users                %,d differ between table and topic".formatted(users.size()));
    if (!isClean()) {
      lines.add("");
      explain(lines);
    }
    return lines;
  }

  private void explain(List<String> lines) {
    if (!audit.agrees()) {
      lines.add(ReportFormat.TEXT.format(audit.report()));
    }
    if (lists.lists() == 0) {
      lines.add("no list came at all");
    }
    if (!boardsMove()) {
      lines.add(
          "leaderboards stand still: the newest is %d s behind the newest interaction"
              .formatted(behind / 1000));
    }
    lists.broken().stream().limit(SHOWN).forEach(lines::add);
    boards.differences().forEach(lines::add);
    users.stream().limit(SHOWN).forEach(lines::add);
  }
}
