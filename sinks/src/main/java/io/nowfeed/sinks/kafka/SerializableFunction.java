package io.nowfeed.sinks.kafka;

import java.io.Serializable;
import java.util.function.Function;

/** A function that Flink can ship to its workers. */
@FunctionalInterface
public interface SerializableFunction<T, R> extends Function<T, R>, Serializable {}
