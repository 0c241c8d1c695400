package io.nowfeed.local.popularity;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.UserAttributes;
import java.util.List;
import java.util.Set;

/**
 * What a job is given.
 *
 * @param users the rows of the users table, in the order they are written
 * @param content the catalogue
 * @param chapters what happens
 * @param poison ids of the events at which the job throws, once each
 * @param begins no event is earlier, epoch milliseconds
 * @param ends no window shows anything any more that ends here or later, epoch milliseconds
 */
record Story(
    List<Row> users,
    List<ContentItem> content,
    List<Chapter> chapters,
    Set<String> poison,
    long begins,
    long ends) {

  /**
   * A version of a user.
   *
   * @param asOf since when, epoch milliseconds
   */
  record Row(String userId, UserAttributes attributes, long asOf) {}
}
