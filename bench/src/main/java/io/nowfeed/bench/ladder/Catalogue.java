package io.nowfeed.bench.ladder;

import io.nowfeed.bench.flow.Feed;
import io.nowfeed.cdc.UserChange;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.LoadedPartition;
import io.nowfeed.jobs.flow.UserUpdate;
import java.util.List;

/** Who there is, and what there is: users have one of some tastes, items are for one. */
final class Catalogue {
  static final int TASTES = 20;

  private static final List<String> COUNTRIES = List.of("US", "IN", "BR", "GB", "DE");
  private static final int OLDEST = 1946;
  private static final int YEARS = 64;

  private Catalogue() {}

  static String userId(int number) {
    return "u-" + number;
  }

  static String contentId(int number) {
    return "c-" + number;
  }

  /**
   * The users table.
   *
   * @param partitions read by as many subtasks, a divisor of the number of users
   */
  record Users(int users, int partitions, long ts) implements Feed<Inbound<UserUpdate>> {
    private static final long serialVersionUID = 1L;

    @Override
    public long size() {
      return (long) users + partitions;
    }

    @Override
    public Inbound<UserUpdate> element(long number) {
      if (number >= users) {
        int partition = (int) (number - users);
        return Inbound.of(UserUpdate.loaded(new LoadedPartition(partition, partitions)));
      }
      int user = (int) number;
      String country = COUNTRIES.get(user % COUNTRIES.size());
      UserAttributes attributes =
          new UserAttributes(
              country,
              country + "-" + user % 4,
              null,
              OLDEST + user % YEARS,
              "f",
              "free",
              List.of(category(user % TASTES)));
      return Inbound.of(UserUpdate.of(new UserChange(userId(user), attributes, number + 1, ts)));
    }

    @Override
    public long ts(long number) {
      return ts;
    }

    @Override
    public long end() {
      return Long.MAX_VALUE - 1;
    }
  }

  /** The content. */
  record Items(int items, long ts) implements Feed<Inbound<ContentChange>> {
    private static final long serialVersionUID = 1L;

    @Override
    public long size() {
      return items;
    }

    @Override
    public Inbound<ContentChange> element(long number) {
      String id = contentId((int) number);
      ContentItem item =
          new ContentItem(
              id,
              category((int) (number % TASTES)),
              null,
              List.of(),
              List.of(),
              ts - number,
              null,
              null,
              null);
      return Inbound.of(new ContentChange(id, item));
    }

    @Override
    public long ts(long number) {
      return ts;
    }

    @Override
    public long end() {
      return Long.MAX_VALUE - 1;
    }
  }

  /** Some tastes are for the same category. */
  private static String category(int taste) {
    return "category-" + taste % 12;
  }
}
