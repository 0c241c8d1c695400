package io.nowfeed.local.batch;

import io.nowfeed.events.Topics;
import io.nowfeed.local.kafka.KafkaAccess;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Keeps what was shown in between, which compaction would take: it is compared, too. */
public final class EveryBoard {
  private EveryBoard() {}

  /** From now on the topic of leaderboards keeps all of them, for ever. */
  public static void keep(Admin admin) {
    KafkaAccess.await(
        "keeping every leaderboard",
        admin
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.TOPIC, Topics.POPULARITY),
                    List.of(set("cleanup.policy", "delete"), set("retention.ms", "-1"))))
            .all());
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }
}
