package io.nowfeed.jobs.flow;

/**
 * What is told to an item by a user: that the user engages with it, or that the user asks it. Both
 * travel one stream, because a question should not be overtaken by what its asker does next: its
 * answer would know it. With one subtask it never is; with more only by what waits in other queues.
 *
 * @param engagement the engagement, or null
 * @param question the question, or null
 */
public record ToItem(Engagement engagement, Visit question) {

  /** The user engages with the item. */
  public static ToItem of(Engagement engagement) {
    return new ToItem(engagement, null);
  }

  /** The user asks the item. */
  public static ToItem of(Visit question) {
    return new ToItem(null, question);
  }

  /** The hash of the item. */
  public long item() {
    return engagement != null ? engagement.item() : question.item();
  }
}
