package io.nowfeed.local.replay;

import io.nowfeed.local.traffic.Target;
import java.time.Clock;
import java.util.List;

/** The ports of a running platform. */
final class KafkaReplayPorts {
  private KafkaReplayPorts() {}

  static ReplayPorts open(Target target, ReplayOptions options, Clock clock, Pause pause) {
    List<String> attributes = List.copyOf(options.mapping().userAttributes().keySet());
    return new ReplayPorts(
        new KafkaEventSink(target.bootstrapServers()),
        new JdbcUserTable(target, attributes),
        new KafkaContentPublisher(target.bootstrapServers()),
        new KafkaConsumedBarrier(
            target.bootstrapServers(), options.consumerGroup(), attributes, clock, pause));
  }
}
