package io.nowfeed.sinks.bigquery;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Reads record components as fast as a method reference would: the accessor is spun into a lambda
 * once, so that a row costs neither reflection nor boxing.
 */
final class RecordAccessors {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private RecordAccessors() {}

  /** Of a long, int, short or byte component. */
  @SuppressWarnings("unchecked") // spun for exactly this interface; a row is an Object to callers
  static ToLongFunction<Object> ofLong(RecordComponent component) {
    return (ToLongFunction<Object>)
        spin(component, ToLongFunction.class, "applyAsLong", long.class);
  }

  /** Of a double or float component. */
  @SuppressWarnings("unchecked") // as above
  static ToDoubleFunction<Object> ofDouble(RecordComponent component) {
    return (ToDoubleFunction<Object>)
        spin(component, ToDoubleFunction.class, "applyAsDouble", double.class);
  }

  /** Of a boolean component. */
  @SuppressWarnings("unchecked") // as above
  static Predicate<Object> ofBoolean(RecordComponent component) {
    return (Predicate<Object>) spin(component, Predicate.class, "test", boolean.class);
  }

  /** Of a component that is not primitive. */
  @SuppressWarnings("unchecked") // as above
  static Function<Object, Object> ofObject(RecordComponent component) {
    return (Function<Object, Object>) spin(component, Function.class, "apply", Object.class);
  }

  private static Object spin(
      RecordComponent component, Class<?> function, String method, Class<?> result) {
    try {
      Class<?> row = component.getDeclaringRecord();
      // The record's own lookup: it may be in another class loader, or not public.
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(row, LOOKUP);
      MethodHandle accessor = lookup.unreflect(component.getAccessor());
      Class<?> actual = result == Object.class ? component.getType() : result;
      return LambdaMetafactory.metafactory(
              lookup,
              method,
              MethodType.methodType(function),
              MethodType.methodType(result, Object.class),
              accessor,
              MethodType.methodType(actual, row))
          .getTarget()
          .invoke();
    } catch (Throwable e) { // MethodHandle.invoke declares it
      throw new IllegalStateException("Cannot read record component " + component, e);
    }
  }
}
