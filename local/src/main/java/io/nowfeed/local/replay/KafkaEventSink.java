package io.nowfeed.local.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nowfeed.events.Beacon;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Topics;
import io.nowfeed.events.UserKey;
import io.nowfeed.local.traffic.Producers;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Sends events and progress in transactions. One thread. */
final class KafkaEventSink implements EventSink {
  /** Stable, so that a new run ends the open transaction of one that was killed. */
  private static final String TRANSACTIONAL_ID = "nowfeed-replay";

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final JsonCodec<Beacon> BEACONS = JsonCodec.of(Beacon.class);
  private static final JsonCodec<Interaction> INTERACTIONS = JsonCodec.of(Interaction.class);

  private final String bootstrapServers;
  private final Producer<String, byte[]> producer;
  private final PositionTracker stored = new PositionTracker();
  private boolean open;

  KafkaEventSink(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.producer = Producers.transactional(bootstrapServers, TRANSACTIONAL_ID);
  }

  @Override
  public ReplayProgress resume() {
    // In this order: only when the earlier run's transaction is decided, its progress is.
    inKafka("taking over from an earlier run", producer::initTransactions);
    ReplayProgress progress = new ProgressTopic(bootstrapServers).read();
    if (progress != null) {
      stored.adopt(Positions.ofNames(progress.lastOffsets()));
    }
    return progress;
  }

  @Override
  public void send(Beacon beacon) {
    String key = UserKey.of(beacon.userId(), beacon.sessionId(), beacon.deviceId());
    send(new ProducerRecord<>(Topics.BEACONS, key, BEACONS.encode(beacon)));
  }

  @Override
  public void send(Interaction interaction) {
    String key = UserKey.of(interaction.userId(), interaction.sessionId(), interaction.deviceId());
    send(new ProducerRecord<>(Topics.INTERACTIONS, key, INTERACTIONS.encode(interaction)));
  }

  @Override
  public void commit(ReplayProgress progress) {
    inKafka(
        "committing " + progress.rowsRead() + " rows",
        () -> {
          begin();
          // The progress holds the offsets of the events, so those must be known before.
          producer.flush();
          var unused =
              producer.send(ProgressTopic.toRecord(progress.withLastOffsets(stored.positions())));
          producer.commitTransaction();
          open = false;
        });
  }

  @Override
  public Positions sent() {
    return stored.positions();
  }

  @Override
  public void close() {
    // An open transaction is aborted by closing.
    producer.close(CLOSE_TIMEOUT);
  }

  private void send(ProducerRecord<String, byte[]> event) {
    inKafka(
        "sending to topic " + event.topic() + " " + new String(event.value(), UTF_8),
        () -> {
          begin();
          var unused = producer.send(event, stored);
        });
  }

  private void begin() {
    if (!open) {
      producer.beginTransaction();
      open = true;
    }
  }

  private void inKafka(String what, Runnable step) {
    try {
      step.run();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new ReplayException(
          "another replay runs on the broker at " + bootstrapServers + ", and took over", e);
    } catch (KafkaException e) {
      throw new ReplayException(
          what + " failed, on the broker at " + bootstrapServers + ": " + e.getMessage(), e);
    }
  }
}
