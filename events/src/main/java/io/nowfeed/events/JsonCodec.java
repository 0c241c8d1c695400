package io.nowfeed.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JSON form of one record type: snake_case names, absent instead of null, epoch milliseconds.
 * Reading is strict in types (a number in quotes is wrong, so producers learn early) and lenient in
 * names (unknown fields are ignored, so producers can add some first). Thread-safe.
 *
 * @param <T> the record type
 */
public final class JsonCodec<T> {
  private static final String UNSTORABLE =
      "text of whole Unicode characters, without NUL (U+0000) and unpaired surrogates";
  private static final JsonMapper MAPPER = mapper();

  private final ObjectReader reader;
  private final ObjectWriter writer;

  private JsonCodec(Class<T> type) {
    this.reader = MAPPER.readerFor(type);
    this.writer = MAPPER.writerFor(type);
  }

  /** The codec of {@code type}. */
  public static <T> JsonCodec<T> of(Class<T> type) {
    return new JsonCodec<>(type);
  }

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            // Sources would put the value itself, perhaps personal, into error texts.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .addModule(new SimpleModule().addDeserializer(String.class, new StorableText()))
            .build();
    // A null in an array says nothing, and BigQuery has no array that could hold it.
    mapper.setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.SKIP));
    for (CoercionInputShape scalar :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(scalar, CoercionAction.Fail);
    }
    return mapper;
  }

  /**
   * Reads a value.
   *
   * @throws MalformedEventException {@code NOT_JSON}, {@code WRONG_TYPE} or {@code UNKNOWN_ACTION}
   */
  public T decode(byte[] json) throws MalformedEventException {
    T value;
    try {
      value = reader.readValue(json);
    } catch (JsonMappingException e) {
      throw wrongType(e);
    } catch (JacksonException e) {
      throw new MalformedEventException(
          DeadLetterReason.NOT_JSON,
          "not JSON: " + firstLine(e.getOriginalMessage()) + at(e.getLocation()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
    if (value == null) {
      throw new MalformedEventException(
          DeadLetterReason.WRONG_TYPE, "the value is JSON null, expected an object");
    }
    return value;
  }

  /** Writes a value as UTF-8. */
  public byte[] encode(T value) {
    try {
      return writer.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of this package is always writable", e);
    }
  }

  private static MalformedEventException wrongType(JsonMappingException e) {
    String path = path(e);
    if (e.getCause() instanceof InputCoercionException overflow) {
      return new MalformedEventException(
          DeadLetterReason.WRONG_TYPE,
          where(path) + ": expected " + expected(overflow.getTargetType()) + " of 64 bits");
    }
    if (e.getCause() instanceof StreamReadException broken) {
      return new MalformedEventException(
          DeadLetterReason.NOT_JSON, "not JSON: " + firstLine(broken.getOriginalMessage()));
    }
    if (e.getOriginalMessage().startsWith("Trailing token")) {
      return new MalformedEventException(
          DeadLetterReason.NOT_JSON, "not JSON: trailing characters after the object");
    }
    Class<?> target =
        e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    DeadLetterReason reason =
        target == Action.class ? DeadLetterReason.UNKNOWN_ACTION : DeadLetterReason.WRONG_TYPE;
    String expected = isUnstorable(e) ? UNSTORABLE : expected(target);
    return new MalformedEventException(reason, where(path) + ": expected " + expected);
  }

  private static boolean isUnstorable(JsonMappingException e) {
    return e instanceof InvalidFormatException invalid
        && invalid.getTargetType() == String.class
        && invalid.getValue() instanceof String;
  }

  private static String where(String path) {
    return path.isEmpty() ? "the value" : "field '" + path + "'";
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  private static String expected(Class<?> target) {
    if (target == null) {
      return "another JSON type";
    }
    if (target.isEnum()) {
      return "one of "
          + Stream.of(target.getEnumConstants())
              .map(constant -> MAPPER.convertValue(constant, String.class))
              .collect(Collectors.joining(", "));
    }
    if (target == String.class) {
      return "a string";
    }
    if (target == boolean.class || target == Boolean.class) {
      return "true or false";
    }
    if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
      return target == double.class ? "a number" : "an integer";
    }
    return Iterable.class.isAssignableFrom(target) ? "an array" : "an object";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String at(com.fasterxml.jackson.core.JsonLocation location) {
    return location == null ? "" : " (byte " + location.getByteOffset() + ")";
  }
}
