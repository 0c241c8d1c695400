package io.nowfeed.bench.hotpath;

import io.nowfeed.events.Topics;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of one run: what it writes, and where it is sent live traffic. */
final class RunTopics {
  private static final int PARTITIONS = 4;

  private static final List<String> NAMES =
      List.of(
          Topics.BEACONS,
          Topics.INTERACTIONS,
          Topics.ACTIVE_USERS,
          Topics.ENRICHED_INTERACTIONS,
          Topics.POPULARITY,
          Topics.RECOMMENDATIONS,
          Topics.RELEVANCE,
          Topics.LATE_EVENTS,
          Topics.DUPLICATES,
          Topics.DEAD_LETTERS,
          StreamsJoin.TOP);

  private final Admin admin;
  private final String run;

  private RunTopics(Admin admin, String run) {
    this.admin = admin;
    this.run = run;
  }

  static RunTopics create(Admin admin, Setting setting)
      throws ExecutionException, InterruptedException {
    admin
        .createTopics(
            NAMES.stream()
                .map(name -> new NewTopic(setting.topic(name), PARTITIONS, (short) 1))
                .toList())
        .all()
        .get();
    return new RunTopics(admin, setting.run());
  }

  /** With what Kafka Streams made for itself. */
  void delete() throws ExecutionException, InterruptedException {
    List<String> own =
        admin.listTopics().names().get().stream()
            .filter(name -> name.endsWith("-" + run) || name.startsWith(run + "-"))
            .toList();
    admin.deleteTopics(own).all().get();
  }
}
