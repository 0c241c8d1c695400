package io.nowfeed.local.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Recommendations;
import io.nowfeed.jobs.AnalyticsPipeline;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.Result;
import io.nowfeed.sinks.jdbc.ActiveUsersTable;
import io.nowfeed.sinks.jdbc.PopularityTable;
import io.nowfeed.sinks.jdbc.RelevanceTable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The analytics job's graph brings each topic to its table in Postgres, and erasures to users. */
class AnalyticsDashboardsITCase {
  @RegisterExtension private static final TestPostgres postgres = new TestPostgres();

  @Test
  void everyTopicComesToItsTableAndTheErasedAreNotShown() throws Exception {
    run();

    assertThat(postgres.rows("SELECT user_id FROM active_users ORDER BY user_id"))
        .containsExactly("bob", "erased before");
    assertThat(postgres.rows("SELECT count(*) FROM active_user_states")).containsExactly("4");
    assertThat(postgres.rows("SELECT origin_offset FROM relevance"))
        .containsExactly(String.valueOf(Fixtures.relevance().origin().offset()));
    assertThat(postgres.rows("SELECT DISTINCT segment FROM popularity")).containsExactly("global");
  }

  private static void run() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
    AnalyticsPipeline.build(
        inputs(env),
        new AnalyticsPipeline.Outputs(
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new AnalyticsPipeline.Dashboards(
                postgres.sink(PopularityTable::sink),
                postgres.sink(ActiveUsersTable::sink),
                postgres.sink(RelevanceTable::sink)),
            new DiscardingSink<>()));
    env.execute();
  }

  private static AnalyticsPipeline.Inputs inputs(StreamExecutionEnvironment env) {
    return new AnalyticsPipeline.Inputs(
        from(
            env,
            FlowTypes.INBOUND_INTERACTION,
            "enriched-interactions",
            Stream.of(Fixtures.enriched("c-1", Action.CLICK, Fixtures.NOON))),
        from(
            env,
            FlowTypes.INBOUND_ACTIVE_USER,
            "active-users",
            Stream.of(
                active("ann", MatchReason.NO_SUCH_USER),
                active("bob", MatchReason.NO_SUCH_USER),
                active("deleted", MatchReason.DELETED),
                active("erased before", MatchReason.NO_SUCH_USER))),
        from(
            env,
            FlowTypes.INBOUND_BOARD,
            "popularity",
            Stream.of(Fixtures.leaderboard("global", "c-1"))),
        from(
            env,
            FlowTypes.INBOUND_LIST,
            "recommendations",
            Stream.of(
                Fixtures.recommendations(),
                Recommendations.erasure("ann", Fixtures.NOON + 10),
                Recommendations.erasure("erased before", Fixtures.NOON - 60_001))),
        from(env, FlowTypes.INBOUND_RELEVANCE, "relevance", Stream.of(Fixtures.relevance())));
  }

  private static <T> DataStream<Inbound<Result<T>>> from(
      StreamExecutionEnvironment env,
      TypeInformation<Inbound<Result<T>>> type,
      String topic,
      Stream<T> events) {
    List<Inbound<Result<T>>> inbound =
        events.map(each -> Inbound.of(new Result<>(each, null, 0, null, 0))).toList();
    return env.fromData(inbound, type).uid("source-" + topic);
  }

  private static ActiveUser active(String userId, MatchReason reason) {
    return new ActiveUser(
        "b-1",
        userId,
        null,
        null,
        Fixtures.NOON,
        null,
        null,
        null,
        reason,
        null,
        null,
        Fixtures.origin("beacons", 1),
        Fixtures.NOON,
        Fixtures.NOON);
  }
}
