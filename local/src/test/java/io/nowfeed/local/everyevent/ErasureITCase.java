package io.nowfeed.local.everyevent;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.primitives.Bytes;
import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.local.everyevent.Meaning.Did;
import io.nowfeed.local.everyevent.Meaning.Row;
import io.nowfeed.local.everyevent.Meaning.Seen;
import io.nowfeed.local.everyevent.Meaning.Tombstone;
import io.nowfeed.local.job.RunningJob;
import io.nowfeed.local.platform.Ports;
import io.nowfeed.local.server.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deleted user leaves no trace in the job's state: neither under its key, nor in its bytes. */
class ErasureITCase {
  private static final Setting SETTING = new Setting(0, 2, true);

  /** A user with a row, a profile and recent events. */
  private static final String MEMBER = "member-3f2c6c1e-8a5b-4a39-9a52-0c7d0f5b1e11";

  /** A user whose events wait for a row. */
  private static final String AWAITED = "awaited-b7a1d9f4-51c2-4a0e-bb0e-6a4f0f3a2c22";

  private static final String PLAN = "plan-9c41f7f2-6f39-4e13-8a43-d41d8cd98f00";

  @TempDir Path folder;

  private final InputLog log = new InputLog();

  @Test
  void aDeletedUserLeavesNoTrace() throws Exception {
    Ports ports = Ports.free();
    Path kafkaFolder = folder.resolve("kafka");
    try (KafkaBroker kafka =
            KafkaBroker.start(kafkaFolder, ports.kafka(), ports.kafkaController());
        InputSender sender = new InputSender(kafka.bootstrapServers(), SETTING);
        RunningJob job =
            RunningJob.start(
                folder, ports.flink(), SETTING.config(kafka.bootstrapServers()), 2, Set.of());
        Outputs outputs = new Outputs(kafka.bootstrapServers())) {
      Input awaited = beActive(sender, outputs);
      Path before = job.savepoint(folder.resolve("before"));
      assertThat(UserState.of(before, MEMBER))
          .containsExactlyInAnyOrder("user", "profile", "seen", "offer");
      assertThat(UserState.of(before, AWAITED)).containsExactly("waiting");
      assertThat(found(before)).containsExactlyInAnyOrder(MEMBER, PLAN, AWAITED);

      beDeleted(sender, outputs, awaited);
      Path after = job.savepoint(folder.resolve("after"));
      assertThat(UserState.of(after, MEMBER)).isEmpty();
      assertThat(UserState.of(after, AWAITED)).isEmpty();
      assertThat(found(after)).isEmpty();
    }
  }

  /** Returns the event that waits. */
  private Input beActive(InputSender sender, Outputs outputs) {
    UserAttributes attributes = new UserAttributes("GB", null, "en", null, null, PLAN, List.of());
    Row row = new Row(MEMBER, attributes, 10, Fixtures.NOON - 1);
    sender.send(change(MEMBER, Envelopes.upsert(row, "c"), row));
    Input awaited = did(AWAITED, "i-1");
    sender.send(awaited);
    Input beacon = seen(MEMBER);
    sender.send(beacon);
    Input interaction = did(MEMBER, "i-2");
    sender.send(interaction);
    // Behind the awaited user's event in the same partition: that one is in state, too.
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInSameThread()
        .until(
            () -> {
              outputs.poll();
              return outputs
                  .accounted()
                  .containsAll(List.of(beacon.origin(), interaction.origin()));
            });
    assertThat(outputs.accounted()).doesNotContain(awaited.origin());
    return awaited;
  }

  private void beDeleted(InputSender sender, Outputs outputs, Input awaited) {
    Row gone = new Row(MEMBER, null, 20, Fixtures.NOON);
    sender.send(change(MEMBER, Envelopes.delete(gone), gone));
    sender.send(change(MEMBER, null, new Tombstone(MEMBER)));
    sender.send(change(AWAITED, null, new Tombstone(AWAITED)));
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInSameThread()
        .until(
            () -> {
              outputs.poll();
              return outputs.accounted().contains(awaited.origin()) && outputs.isErased(MEMBER);
            });
  }

  private Input change(String userId, byte[] value, Meaning meaning) {
    return log.append(Setting.USERS, 0, Fixtures.NOON, userId, value, meaning);
  }

  private Input seen(String userId) {
    Beacon beacon = new Beacon("b-1", userId, null, null, Fixtures.NOON, null, null);
    byte[] value = JsonCodec.of(Beacon.class).encode(beacon);
    return log.append(Setting.BEACONS, 0, Fixtures.NOON, userId, value, new Seen(beacon));
  }

  private Input did(String userId, String eventId) {
    Interaction clicked = Fixtures.interaction(eventId, userId, "c-1", Action.CLICK, Fixtures.NOON);
    byte[] value = JsonCodec.of(Interaction.class).encode(clicked);
    return log.append(Setting.INTERACTIONS, 0, Fixtures.NOON, userId, value, new Did(clicked));
  }

  /** Which of the texts only these users have are in a savepoint's files. */
  private static List<String> found(Path savepoint) throws IOException {
    try (Stream<Path> files = Files.walk(savepoint)) {
      List<byte[]> contents = files.filter(Files::isRegularFile).map(ErasureITCase::bytes).toList();
      return Stream.of(MEMBER, AWAITED, PLAN)
          .filter(text -> contents.stream().anyMatch(content -> contains(content, text)))
          .toList();
    }
  }

  private static boolean contains(byte[] content, String text) {
    return Stream.of(UTF_8, UTF_16BE, UTF_16LE)
        .anyMatch(charset -> Bytes.indexOf(content, text.getBytes(charset)) >= 0);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }
}
