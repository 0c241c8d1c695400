package io.nowfeed.local.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.local.audit.AuditReport.UnreadTopic;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TopicInventoryTest {
  @Test
  void aTopicWhoseEveryRecordCameOutIsReadThoughNoGroupShowsIt() {
    List<UnreadTopic> unread = List.of(unread("whole"), unread("half"), unread("orphans"));

    assertThat(
            TopicInventory.withoutWhole(
                unread, List.of(hop("whole", 3, 3), hop("half", 3, 2), hop("none", 0, 0))))
        .containsExactly(unread("half"), unread("orphans"));
  }

  private static UnreadTopic unread(String topic) {
    return new UnreadTopic(topic, 3, true);
  }

  private static Hop hop(String from, long in, long out) {
    return new Hop(
        from,
        List.of("BigQuery table"),
        in,
        out,
        new TreeMap<>(),
        0,
        in - out,
        0,
        0,
        Findings.NONE,
        Findings.NONE,
        Findings.NONE,
        Findings.NONE);
  }
}
