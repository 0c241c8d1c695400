package io.nowfeed.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is in state can get more fields: a later version reads what this one wrote, and finds
 * them empty.
 */
class StateGrowthTest {
  static Stream<Arguments> values() {
    return StateEvolutionTest.values();
  }

  static Stream<Class<?>> records() {
    return values()
        .map(arguments -> ((Named<?>) arguments.get()[0]).getPayload())
        .flatMap(golden -> GrownClasses.ours(((GoldenState<?>) golden).type()).stream())
        .filter(Class::isRecord)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("values")
  void fieldsThatAreAddedAreEmptyInWhatVersionOneWrote(GoldenState<?> golden) throws Exception {
    Class<?> later = GrownClasses.of(golden.type());
    TypeSerializerSnapshot<Object> written = golden.schema(later.getClassLoader());
    TypeSerializer<Object> serializer = serializer(later);
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(written)
                .isCompatibleAfterMigration())
        .isTrue();

    Object migrated = migrate(golden, written.restoreSerializer(), serializer);

    assertThat(migrated).isInstanceOf(later);
    // In this order: only the fields that version one knew are compared.
    assertThat((Object) golden.value()).usingRecursiveComparison().isEqualTo(migrated);
    assertThat(field(migrated, GrownClasses.TEXT)).isNull();
    assertThat(field(migrated, GrownClasses.NUMBER)).isEqualTo(0L);
    assertThat(field(migrated, GrownClasses.TEXTS)).isNull();
  }

  /** Of a field that is added, every constructor gets nothing when it is read from before. */
  @ParameterizedTest
  @MethodSource("records")
  void aRecordCanBeMadeOfNothing(Class<?> type) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    Object[] nothing = Stream.of(types).map(StateGrowthTest::nothing).toArray();

    assertThatCode(() -> constructor.newInstance(nothing)).doesNotThrowAnyException();
  }

  /** As Flink does it, value by value. */
  private static Object migrate(
      GoldenState<?> golden, TypeSerializer<Object> before, TypeSerializer<Object> now)
      throws IOException {
    DataOutputSerializer bytes = new DataOutputSerializer(1024);
    now.serialize(golden.read(before), bytes);
    return now.deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer()));
  }

  @SuppressWarnings("unchecked") // of a class that only the class loader knows
  private static TypeSerializer<Object> serializer(Class<?> later) {
    return (TypeSerializer<Object>) GoldenState.serializer(later);
  }

  private static Object field(Object value, String name) throws ReflectiveOperationException {
    Field field = value.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(value);
  }

  /** What a field of a type is, of which nothing was written. */
  private static Object nothing(Class<?> type) {
    return Array.get(Array.newInstance(type, 1), 0);
  }
}
