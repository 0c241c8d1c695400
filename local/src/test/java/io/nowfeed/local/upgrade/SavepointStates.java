package io.nowfeed.local.upgrade;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/** Lists which states a savepoint holds, by the uids of their operators. */
final class SavepointStates {
  private static final Pattern OUR_CLASS = Pattern.compile("io\\.nowfeed\\.[\\w.$]+");

  private final SortedSet<State> states = new TreeSet<>();

  private SavepointStates() {}

  /**
   * A state of an operator.
   *
   * @param uid of the operator
   * @param name of the state; of its keys, {@code key}
   * @param type what it holds, and how
   */
  record State(String uid, String name, String type) implements Comparable<State> {
    @Override
    public int compareTo(State other) {
      return toString().compareTo(other.toString());
    }

    /** Reads a line as {@link #toString} writes it. */
    static State parse(String line) {
      List<String> parts = List.of(line.split(" \\| ", -1));
      return new State(parts.get(0), parts.get(1), parts.get(2));
    }

    @Override
    public String toString() {
      return String.join(" | ", uid, name, type);
    }
  }

  /** The states of a savepoint, also those that are empty. */
  static SortedSet<State> of(CheckpointMetadata savepoint) throws IOException {
    SavepointStates found = new SavepointStates();
    for (OperatorState operator : savepoint.getOperatorStates()) {
      found.add(operator);
    }
    return found.states;
  }

  private void add(OperatorState operator) throws IOException {
    String uid = operator.getOperatorUid().orElseThrow();
    if (operator.getCoordinatorState() != null) {
      states.add(new State(uid, "coordinator", "bytes"));
    }
    for (OperatorSubtaskState subtask : operator.getStates()) {
      for (KeyedStateHandle keyed : subtask.getManagedKeyedState()) {
        addKeyed(uid, keyed);
      }
      for (OperatorStateHandle own : subtask.getManagedOperatorState()) {
        addOwn(uid, own);
      }
    }
  }

  private void addKeyed(String uid, KeyedStateHandle handle) throws IOException {
    KeyedBackendSerializationProxy<Object> keyed =
        new KeyedBackendSerializationProxy<>(SavepointStates.class.getClassLoader());
    try (InputStream in = ((StreamStateHandle) handle).openInputStream()) {
      keyed.read(new DataInputViewStreamWrapper(in));
    }
    states.add(new State(uid, "key", type(keyed.getKeySerializerSnapshot())));
    keyed.getStateMetaInfoSnapshots().forEach(state -> add(uid, state));
  }

  private void addOwn(String uid, OperatorStateHandle handle) throws IOException {
    OperatorBackendSerializationProxy own =
        new OperatorBackendSerializationProxy(SavepointStates.class.getClassLoader());
    try (InputStream in = handle.openInputStream()) {
      own.read(new DataInputViewStreamWrapper(in));
    }
    own.getOperatorStateMetaInfoSnapshots().forEach(state -> add(uid, state));
    own.getBroadcastStateMetaInfoSnapshots().forEach(state -> add(uid, state));
  }

  private void add(String uid, StateMetaInfoSnapshot state) {
    TypeSerializerSnapshot<?> value =
        state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
    states.add(
        new State(uid, state.getName(), kind(state) + (value == null ? "" : " " + type(value))));
  }

  private static String kind(StateMetaInfoSnapshot state) {
    return switch (state.getBackendStateType()) {
      case KEY_VALUE -> state.getOption(CommonOptionsKeys.KEYED_STATE_TYPE);
      case OPERATOR -> state.getOption(CommonOptionsKeys.OPERATOR_STATE_DISTRIBUTION_MODE);
      default -> state.getBackendStateType().name();
    };
  }

  /** The serializer, and the first class of ours in its schema: what it is for. */
  private static String type(TypeSerializerSnapshot<?> snapshot) {
    String serializer = snapshot.restoreSerializer().getClass().getSimpleName();
    DataOutputSerializer schema = new DataOutputSerializer(1024);
    try {
      TypeSerializerSnapshot.writeVersionedSnapshot(schema, snapshot);
    } catch (IOException e) {
      throw new AssertionError("cannot write a schema to memory", e);
    }
    Matcher ours = OUR_CLASS.matcher(new String(schema.getCopyOfBuffer(), ISO_8859_1));
    return ours.find() ? serializer + " of " + ours.group() : serializer;
  }
}
