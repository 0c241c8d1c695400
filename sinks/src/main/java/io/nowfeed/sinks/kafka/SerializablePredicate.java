package io.nowfeed.sinks.kafka;

import java.io.Serializable;
import java.util.function.Predicate;

/** A predicate that Flink can ship to its workers. */
@FunctionalInterface
public interface SerializablePredicate<T> extends Predicate<T>, Serializable {}
