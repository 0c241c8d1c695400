package io.nowfeed.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * A golden file: a value in state as version 1 wrote it, and its schema.
 *
 * @param name of the file
 * @param value what was written
 * @param type its class
 */
record GoldenState<T>(String name, T value, Class<?> type) {
  private static final Path FOLDER =
      Path.of("src", "test", "resources", "io", "nowfeed", "jobs", "state");

  TypeSerializer<T> serializer() {
    @SuppressWarnings("unchecked") // the value's own class
    Class<T> own = (Class<T>) type;
    return serializer(own);
  }

  /** As in a job: a type that would fall back to Kryo has no serializer. */
  static <V> TypeSerializer<V> serializer(Class<V> type) {
    Configuration guards = new Configuration();
    guards.set(PipelineOptions.GENERIC_TYPES, false);
    return TypeInformation.of(type).createSerializer(new SerializerConfigImpl(guards));
  }

  TypeSerializerSchemaCompatibility<T> compatibility(TypeSerializerSnapshot<T> written) {
    return serializer().snapshotConfiguration().resolveSchemaCompatibility(written);
  }

  TypeSerializerSnapshot<T> schema() throws IOException {
    return schema(GoldenState.class.getClassLoader());
  }

  /**
   * The schema.
   *
   * @param classes where the classes of today are
   */
  <V> TypeSerializerSnapshot<V> schema(ClassLoader classes) throws IOException {
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(line(0)), classes);
  }

  <V> V read(TypeSerializer<V> serializer) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(line(1)));
  }

  private byte[] line(int number) throws IOException {
    Path file = FOLDER.resolve(name + ".v1.txt");
    if (Boolean.getBoolean("record") && Files.notExists(file)) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, recorded(), StandardCharsets.UTF_8);
    }
    return Base64.getDecoder().decode(Files.readAllLines(file).get(number));
  }

  private String recorded() throws IOException {
    DataOutputSerializer schema = new DataOutputSerializer(1024);
    TypeSerializerSnapshot.writeVersionedSnapshot(schema, serializer().snapshotConfiguration());
    DataOutputSerializer bytes = new DataOutputSerializer(1024);
    serializer().serialize(value, bytes);
    Base64.Encoder base64 = Base64.getEncoder();
    return base64.encodeToString(schema.getCopyOfBuffer())
        + "\n"
        + base64.encodeToString(bytes.getCopyOfBuffer())
        + "\n";
  }
}
