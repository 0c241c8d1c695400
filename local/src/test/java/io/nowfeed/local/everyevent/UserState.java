package io.nowfeed.local.everyevent;

import io.nowfeed.jobs.enrichment.UserJoinStage;
import io.nowfeed.jobs.enrichment.UserVersions;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.profile.Profile;
import io.nowfeed.jobs.profile.ProfileStage;
import io.nowfeed.jobs.recommendation.Offer;
import io.nowfeed.jobs.recommendation.RecommendationStage;
import io.nowfeed.jobs.recommendation.Seen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.functions.KeyedStateReaderFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;

/** Reads from a savepoint what the job keeps of a user. */
final class UserState {
  /** Said for every key: Flink stops reading at the first key for which nothing is said. */
  private static final String NOTHING = "";

  private UserState() {}

  /** The names of the states that hold something of the user itself. */
  static List<String> of(Path savepoint, String userId) throws Exception {
    List<String> states = new ArrayList<>();
    states.addAll(read(savepoint, UserJoinStage.UID, new OfJoin(userId)));
    states.addAll(
        read(savepoint, ProfileStage.UID, new OfStage(userId, Map.of("profile", Profile.class))));
    states.addAll(
        read(
            savepoint,
            RecommendationStage.UID,
            new OfStage(userId, Map.of("seen", Seen.class, "offer", Offer.class))));
    return states;
  }

  private static List<String> read(
      Path savepoint, String uid, KeyedStateReaderFunction<UserHash, String> reader)
      throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(1);
    List<String> states = new ArrayList<>();
    try (CloseableIterator<String> found =
        SavepointReader.read(env, savepoint.toUri().toString(), new HashMapStateBackend())
            .readKeyedState(
                OperatorIdentifier.forUid(uid), reader, FlowTypes.USER_HASH, Types.STRING)
            .executeAndCollect()) {
      found.forEachRemaining(states::add);
    }
    states.removeIf(NOTHING::equals);
    return states;
  }

  /** What the join keeps: the row, and the events that wait for it. */
  private static final class OfJoin extends KeyedStateReaderFunction<UserHash, String> {
    private static final long serialVersionUID = 1L;

    private final String userId;
    private transient ValueState<UserVersions> row;
    private transient ListState<UserEvent> waiting;

    private OfJoin(String userId) {
      this.userId = userId;
    }

    @Override
    public void open(OpenContext context) {
      row =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("user", TypeInformation.of(UserVersions.class)));
      waiting =
          getRuntimeContext()
              .getListState(
                  new ListStateDescriptor<>("waiting", TypeInformation.of(UserEvent.class)));
    }

    @Override
    public void readKey(UserHash key, Context context, Collector<String> out) throws Exception {
      out.collect(NOTHING);
      if (!key.equals(UserHash.of(userId))) {
        return;
      }
      if (row.value() != null) {
        out.collect("user");
      }
      if (waiting.get().iterator().hasNext()) {
        out.collect("waiting");
      }
    }
  }

  /** What a stage keeps in states of one value, each with a time to live. */
  private static final class OfStage extends KeyedStateReaderFunction<UserHash, String> {
    private static final long serialVersionUID = 1L;

    private final String userId;
    private final LinkedHashMap<String, Class<?>> states;
    private transient Map<String, ValueState<?>> values;

    private OfStage(String userId, Map<String, Class<?>> states) {
      this.userId = userId;
      this.states = new LinkedHashMap<>(states);
    }

    @Override
    public void open(OpenContext context) {
      values = new LinkedHashMap<>();
      states.forEach((name, type) -> values.put(name, value(name, type)));
    }

    private ValueState<?> value(String name, Class<?> type) {
      ValueStateDescriptor<?> descriptor =
          new ValueStateDescriptor<>(name, TypeInformation.of(type));
      // A state with a time to live is written differently; how long does not matter here.
      descriptor.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofDays(30)).build());
      return getRuntimeContext().getState(descriptor);
    }

    @Override
    public void readKey(UserHash key, Context context, Collector<String> out) throws Exception {
      out.collect(NOTHING);
      if (!key.equals(UserHash.of(userId))) {
        return;
      }
      for (Map.Entry<String, ValueState<?>> value : values.entrySet()) {
        if (value.getValue().value() != null) {
          out.collect(value.getKey());
        }
      }
    }
  }
}
