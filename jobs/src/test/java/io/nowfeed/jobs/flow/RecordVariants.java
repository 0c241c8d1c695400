package io.nowfeed.jobs.flow;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Records in which every component has a value of its own, so that none can be taken for another:
 * with all of them, and each time one that may be null is.
 */
public final class RecordVariants {
  private long last = 1L << 40;

  /** All variants of a record, and of the records in it. */
  public static <R extends Record> Stream<R> of(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<R> variants = new ArrayList<>();
    variants.add(new RecordVariants().full(type));
    for (int i = 0; i < components.length; i++) {
      for (Object other : others(components[i].getType())) {
        Object[] values = new RecordVariants().values(components);
        values[i] = other;
        variants.add(made(type, components, values));
      }
    }
    return variants.stream();
  }

  /** What else a component may be. */
  private static List<Object> others(Class<?> type) {
    List<Object> others = new ArrayList<>();
    if (type.isRecord()) {
      of(type.asSubclass(Record.class)).forEach(others::add);
    }
    if (type == List.class) {
      others.add(List.of());
    } else if (!type.isPrimitive()) {
      others.add(null);
    }
    return others;
  }

  private <R> R full(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    return made(type, components, values(components));
  }

  private Object[] values(RecordComponent[] components) {
    return Arrays.stream(components).map(each -> value(each.getType())).toArray();
  }

  private Object value(Class<?> type) {
    last++;
    if (type == String.class) {
      return "t-ü\u20ac" + last;
    }
    if (type == long.class || type == Long.class) {
      return last;
    }
    if (type == int.class || type == Integer.class) {
      return (int) (last & 0xffff);
    }
    if (type == List.class) {
      return List.of("first " + last, "second " + last);
    }
    if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return constants[(int) (last % constants.length)];
    }
    if (type.isRecord()) {
      return full(type);
    }
    throw new IllegalArgumentException("no value of " + type);
  }

  private static <R> R made(Class<R> type, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<R> canonical = type.getDeclaredConstructor(types);
      return canonical.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type, e);
    }
  }
}
