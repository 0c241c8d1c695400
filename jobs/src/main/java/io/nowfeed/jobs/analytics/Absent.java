package io.nowfeed.jobs.analytics;

import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.UserAttributes;
import java.util.List;

/** Stands in for what an event did not find, so that its columns become NULL. */
final class Absent {
  private static final UserAttributes USER =
      new UserAttributes(null, null, null, null, null, null, List.of());
  private static final ContentFacts CONTENT = new ContentFacts(null, null, List.of());

  private Absent() {}

  static UserAttributes orNone(UserAttributes user) {
    return user == null ? USER : user;
  }

  static ContentFacts orNone(ContentFacts content) {
    return content == null ? CONTENT : content;
  }
}
