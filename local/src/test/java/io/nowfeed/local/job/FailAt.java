package io.nowfeed.local.job;

import io.nowfeed.events.Origin;
import io.nowfeed.jobs.PersonalizationPipeline.Inputs;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Inbound;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserUpdate;
import io.nowfeed.sinks.kafka.SerializableFunction;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Throws within the job at certain records, once at each: a file remembers, because the job, which
 * goes back to its checkpoint, forgets.
 *
 * @param <T> what comes in
 */
public final class FailAt<T> implements MapFunction<Inbound<T>, Inbound<T>> {
  private static final long serialVersionUID = 1L;

  private final Set<String> poison;
  private final String markers;
  private final SerializableFunction<T, String> name;

  private FailAt(Set<String> poison, Path markers, SerializableFunction<T, String> name) {
    this.poison = poison;
    this.markers = markers.toString();
    this.name = name;
  }

  /**
   * The inputs, with failures.
   *
   * @param poison names of records, see {@link #name(Origin)} and {@link #name(long)}
   * @param markers an existing directory, where a file of that name says that it happened
   */
  public static Inputs in(Inputs inputs, Set<String> poison, Path markers) {
    return in(inputs, poison, markers, event -> name(event.origin()));
  }

  /**
   * The same, for those who do not know where the broker will put an event.
   *
   * @param poison ids of events
   */
  public static Inputs atIds(Inputs inputs, Set<String> poison, Path markers) {
    return in(inputs, poison, markers, UserEvent::eventId);
  }

  private static Inputs in(
      Inputs inputs,
      Set<String> poison,
      Path markers,
      SerializableFunction<UserEvent, String> nameOfEvent) {
    FailAt<UserEvent> atEvent = new FailAt<>(poison, markers, nameOfEvent);
    FailAt<UserUpdate> atUser =
        new FailAt<>(
            poison,
            markers,
            update -> update.change() == null ? "word" : name(update.change().lsn()));
    return new Inputs(
        mapped(inputs.beacons(), atEvent, FlowTypes.INBOUND_USER_EVENT, "beacons"),
        mapped(inputs.interactions(), atEvent, FlowTypes.INBOUND_USER_EVENT, "interactions"),
        mapped(inputs.users(), atUser, FlowTypes.INBOUND_USER_UPDATE, "users"),
        inputs.content());
  }

  /**
   * One input, with failures.
   *
   * @param poison names of records, as {@code name} gives them
   * @param markers an existing directory, where a file of that name says that it happened
   */
  public static <T> DataStream<Inbound<T>> in(
      DataStream<Inbound<T>> inputs,
      TypeInformation<Inbound<T>> type,
      String topic,
      SerializableFunction<T, String> name,
      Set<String> poison,
      Path markers) {
    return mapped(inputs, new FailAt<>(poison, markers, name), type, topic);
  }

  /** What a change of a user is called here: it does not bear its coordinates. */
  public static String name(long lsn) {
    return "lsn-" + lsn;
  }

  /** What an event is called here. */
  public static String name(Origin origin) {
    return origin.topic() + "-" + origin.partition() + "-" + origin.offset();
  }

  private static <T> DataStream<Inbound<T>> mapped(
      DataStream<Inbound<T>> inputs,
      FailAt<T> failures,
      TypeInformation<Inbound<T>> type,
      String topic) {
    return inputs.map(failures).returns(type).uid("fail-at-" + topic).name("Fail at " + topic);
  }

  @Override
  public Inbound<T> map(Inbound<T> inbound) throws IOException {
    if (inbound.event() != null) {
      String at = name.apply(inbound.event());
      if (poison.contains(at) && isFirst(at)) {
        throw new IOException("failing once at " + at + ", as asked");
      }
    }
    return inbound;
  }

  private boolean isFirst(String at) throws IOException {
    try {
      Files.createFile(Path.of(markers, at));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
