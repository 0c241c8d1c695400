package io.nowfeed.local.replay;

import io.nowfeed.events.ContentItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts the file into chunks and finds the users and items each brings. One thread. */
final class ChunkPlanner {
  /**
   * Rows with the users and items first seen among them.
   *
   * @param rows in file order
   * @param newUsers rows by user id, as the first row of the file says
   * @param newContent as the first row describes it
   */
  record Plan(List<ReplayRow> rows, Map<String, UserRow> newUsers, List<ContentItem> newContent) {}

  private final RowReader reader;
  private final int chunkRows;
  private final Set<String> userIds = new HashSet<>();
  private final Set<String> contentIds = new HashSet<>();

  ChunkPlanner(RowReader reader, int chunkRows) {
    this.reader = reader;
    this.chunkRows = chunkRows;
  }

  /**
   * Passes over a row that an earlier run sent.
   *
   * @return the row, or null at the file's end
   */
  ReplayRow skipOne() {
    ReplayRow row = reader.next();
    if (row != null && !row.isSkipped()) {
      contentIds.add(row.content().contentId());
      if (!row.isAnonymous()) {
        userIds.add(row.userId());
      }
    }
    return row;
  }

  /** The next chunk; one without rows at the file's end. */
  Plan next() {
    Plan plan = new Plan(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
    while (plan.rows().size() < chunkRows) {
      ReplayRow row = reader.next();
      if (row == null) {
        return plan;
      }
      add(row, plan);
    }
    return plan;
  }

  private void add(ReplayRow row, Plan plan) {
    plan.rows().add(row);
    if (row.isSkipped()) {
      return;
    }
    if (contentIds.add(row.content().contentId())) {
      plan.newContent().add(row.content());
    }
    if (!row.isAnonymous() && userIds.add(row.userId())) {
      plan.newUsers().put(row.userId(), new UserRow(row.attributes(), row.ts()));
    }
  }
}
