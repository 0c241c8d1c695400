package io.nowfeed.jobs;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.modifier.TypeManifestation;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ByteArrayClassLoader;

/**
 * The classes of a later version: of the same names, and each with some fields more. Also those of
 * which a value's fields are made, at any depth.
 */
final class GrownClasses {
  static final String TEXT = "addedText";
  static final String NUMBER = "addedNumber";
  static final String TEXTS = "addedTexts";

  private static final Type LIST_OF_TEXTS = listOfTexts();

  private GrownClasses() {}

  /** The class of the later version. */
  static Class<?> of(Class<?> type) throws ClassNotFoundException {
    Map<String, byte[]> grown = new HashMap<>();
    for (Class<?> each : ours(type)) {
      grown.put(each.getName(), grow(each).make().getBytes());
    }
    ClassLoader later = new ByteArrayClassLoader.ChildFirst(type.getClassLoader(), grown);
    return Class.forName(type.getName(), true, later);
  }

  /** The class itself and all of ours that its fields are made of, but no enums. */
  static Set<Class<?>> ours(Type type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    collect(type, found);
    return found;
  }

  private static void collect(Type type, Set<Class<?>> found) {
    if (type instanceof ParameterizedType generic) {
      List.of(generic.getActualTypeArguments()).forEach(argument -> collect(argument, found));
    } else if (type instanceof Class<?> raw
        && raw.getName().startsWith("io.nowfeed.")
        && !raw.isEnum()
        && found.add(raw)) {
      for (Field field : raw.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          collect(field.getGenericType(), found);
        }
      }
    }
  }

  private static DynamicType.Builder<?> grow(Class<?> type) {
    return type.isRecord() ? grownRecord(type) : grownFields(type);
  }

  private static DynamicType.Builder<?> grownRecord(Class<?> type) {
    DynamicType.Builder<?> grown =
        new ByteBuddy(ClassFileVersion.JAVA_V17)
            .makeRecord()
            .name(type.getName())
            .modifiers(Visibility.PUBLIC, TypeManifestation.FINAL);
    for (RecordComponent component : type.getRecordComponents()) {
      grown = grown.defineRecordComponent(component.getName(), component.getGenericType());
    }
    return grown
        .defineRecordComponent(TEXT, String.class)
        .defineRecordComponent(NUMBER, long.class)
        .defineRecordComponent(TEXTS, LIST_OF_TEXTS);
  }

  private static DynamicType.Builder<?> grownFields(Class<?> type) {
    DynamicType.Builder<?> grown =
        new ByteBuddy(ClassFileVersion.JAVA_V17)
            .subclass(Object.class)
            .name(type.getName())
            .modifiers(Visibility.PUBLIC);
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        grown = grown.defineField(field.getName(), field.getGenericType(), Visibility.PUBLIC);
      }
    }
    return grown
        .defineField(TEXT, String.class, Visibility.PUBLIC)
        .defineField(NUMBER, long.class, Visibility.PUBLIC)
        .defineField(TEXTS, LIST_OF_TEXTS, Visibility.PUBLIC);
  }

  private static Type listOfTexts() {
    record Holder(List<String> texts) {}
    return Holder.class.getRecordComponents()[0].getGenericType();
  }
}
