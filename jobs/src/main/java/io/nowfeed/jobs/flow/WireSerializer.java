package io.nowfeed.jobs.flow;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes what crosses from one subtask to another, component by component. Flink's own serializer
 * of records reads them by reflection and costs about twice as much (bench/results/micro.md), and
 * each event crosses twice or more. Of streams alone: what it wrote cannot be read once a record
 * has changed, so state is refused.
 *
 * @param <T> an immutable record
 */
public abstract class WireSerializer<T> extends TypeSerializerSingleton<T> {
  private static final long serialVersionUID = 1L;

  /** Of variable length. */
  private static final int VARIABLE = -1;

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  /** None: there is nothing to fill. */
  @Override
  public final T createInstance() {
    return null;
  }

  @Override
  public final T copy(T from) {
    return from;
  }

  @Override
  public final T copy(T from, T reuse) {
    return from;
  }

  @Override
  public final void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public final T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public final int getLength() {
    return VARIABLE;
  }

  /**
   * Asked for by state alone.
   *
   * @throws IllegalStateException always
   */
  @Override
  public final TypeSerializerSnapshot<T> snapshotConfiguration() {
    throw new IllegalStateException(
        getClass().getSimpleName()
            + " is of streams alone; state must be able to grow: use TypeInformation.of");
  }
}
