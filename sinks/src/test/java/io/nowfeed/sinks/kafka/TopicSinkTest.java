package io.nowfeed.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Recommendations;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class TopicSinkTest {
  /** Nobody listens there. */
  private static final String NOBODY = "127.0.0.1:1";

  @Test
  void whatFailedFailsTheCheckpointAndNotTheClosingToo() throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<Recommendations, CommittableMessage<Recommendations>>(
            new SinkWriterOperatorFactory<>(sink()));
    harness.open();
    harness.processElement(Fixtures.recommendations(), 0);
    assertThatThrownBy(() -> harness.prepareSnapshotPreBarrier(1))
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("Failed to send data to Kafka nowhere");

    harness.processElement(Fixtures.recommendations(), 0);

    assertThatCode(harness::close).doesNotThrowAnyException();
  }

  private static Sink<Recommendations> sink() {
    Properties client = new Properties();
    client.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, NOBODY);
    client.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, "1");
    return new KafkaSinks(client, "test", Duration.ofMinutes(1)).recommendations("nowhere", false);
  }
}
