package io.nowfeed.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.Topics;
import io.nowfeed.local.audit.TestDeployment;
import io.nowfeed.local.kafka.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What audit and redrive print, and how they end. */
class AuditCommandITCase {
  @TempDir private static Path folder;
  private static TestBroker broker;
  private TestDeployment jobs;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void reset() throws Exception {
    broker.reset();
    jobs = new TestDeployment(broker);
  }

  @Test
  void aCleanAuditEndsWithZero() throws Exception {
    jobs.beacons(12);
    jobs.interactions(4);
    jobs.checkpoint();

    CommandLineRun run = audit();

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("beacons -> active-users, enriched-interactions, duplicates, dead-letters")
        .contains("in 12   out 12   pending 0   missing 0   repeated 0")
        .contains("note: BigQuery is not audited")
        .endsWith("nothing is missing, repeated or unread\n");
  }

  @Test
  void aFindingEndsWithOneAndIsNamed() throws Exception {
    jobs.beacons(12);
    RecordMetadata lost = jobs.event(Topics.BEACONS, 2);
    jobs.checkpoint();

    CommandLineRun run = audit();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("  missing: beacons-2@" + lost.offset())
        .endsWith("NOT CLEAN: 1 missing, 0 repeated, 0 out of place, 0 topics unread\n");
  }

  @Test
  void programsGetJson() throws Exception {
    jobs.beacons(12);
    RecordMetadata lost = jobs.event(Topics.BEACONS, 2);
    jobs.checkpoint();

    CommandLineRun run = audit("--format", "json");

    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(report.fieldNames())
        .toIterable()
        .containsExactly(
            "kafka",
            "group",
            "at",
            "grace_ms",
            "clean",
            "hops",
            "unread_topics",
            "undeclared_reads",
            "notes");
    JsonNode hop = report.get("hops").get(0);
    assertThat(hop.fieldNames())
        .toIterable()
        .containsExactly(
            "from",
            "to",
            "in",
            "out",
            "by_reason",
            "late",
            "pending",
            "input_gone",
            "output_gone",
            "missing",
            "repeated",
            "unknown",
            "late_only");
    assertThat(report.get("clean").asBoolean()).isFalse();
    assertThat(hop.get("from").asText()).isEqualTo("beacons");
    assertThat(hop.get("by_reason").get("MATCHED").asLong()).isEqualTo(12);
    assertThat(hop.get("missing").toString())
        .isEqualTo("{\"count\":1,\"first\":[\"beacons-2@%d\"]}".formatted(lost.offset()));
  }

  @Test
  void theGroupsPrefixCounts() throws Exception {
    jobs.beacons(4);
    broker.commitEnds("blue-personalization", Topics.BEACONS);
    broker.commitEnds("blue-analytics", Topics.ACTIVE_USERS);

    assertThat(audit("--group", "blue").exitCode()).isZero();
    CommandLineRun other = audit("--group", "green");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.out()).contains("is --group right?");
  }

  @Test
  void kafkasClientsTakeAFile() throws Exception {
    Path file = folder.resolve("client.properties");
    Files.writeString(file, "bootstrap.servers=" + broker.access().bootstrapServers() + "\n");
    assertThat(CommandLineRun.of("audit", "--kafka-config", file.toString()).exitCode()).isZero();

    Files.writeString(file, "security.protocol=NONE_SUCH\n");
    CommandLineRun wrong = audit("--kafka-config", file.toString());
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("security.protocol").doesNotContain("\tat ");
  }

  @Test
  void redriveSaysHowMany() throws Exception {
    RecordMetadata event = jobs.event(Topics.BEACONS, 1);
    jobs.deadLetter(event);
    DeadLetterReason reason = reasonOfFixture();

    CommandLineRun dry = redrive("--reason", reason.name(), "--dry-run");
    CommandLineRun first = redrive("--reason", reason.name().toLowerCase(java.util.Locale.ROOT));
    CommandLineRun second = redrive("--reason", reason.name());
    CommandLineRun none = redrive("--reason", reason.name(), "--topic", "clicks");

    assertThat(dry.out()).startsWith("1 of 1 dead letters with reason " + reason + " would be");
    assertThat(first.out())
        .isEqualTo("1 of 1 dead letters with reason " + reason + " are driven again: beacons 1\n");
    assertThat(second.out())
        .isEqualTo(
            "0 of 1 dead letters with reason "
                + reason
                + " are driven again\n  1 were driven again before\n");
    assertThat(none.out()).isEqualTo("no dead letters with reason " + reason + " of clicks\n");
    assertThat(Stream.of(dry, first, second, none)).allMatch(run -> run.exitCode() == 0);
  }

  @Test
  void redriveEndsWithOneWhenSomethingIsLost() throws Exception {
    DeadLetter any = Fixtures.deadLetter();
    broker.send(
        new ProducerRecord<>(
            Topics.DEAD_LETTERS,
            "clicks".getBytes(UTF_8),
            new String(JsonCodec.of(DeadLetter.class).encode(any), UTF_8)
                .replace("\"topic\":\"" + any.topic(), "\"topic\":\"clicks")
                .getBytes(UTF_8)));

    CommandLineRun run = redrive("--reason", any.reason().name());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("0 of 1", "  not dead-letters 0@0 of clicks-");
  }

  private static DeadLetterReason reasonOfFixture() {
    return Fixtures.deadLetter().reason();
  }

  private static CommandLineRun audit(String... more) {
    return run(Stream.concat(Stream.of("audit", "--grace", "0s"), Stream.of(more)));
  }

  private static CommandLineRun redrive(String... more) {
    return run(Stream.concat(Stream.of("redrive"), Arrays.stream(more)));
  }

  private static CommandLineRun run(Stream<String> args) {
    Stream<String> cluster = Stream.of("--kafka", broker.access().bootstrapServers());
    return CommandLineRun.of(Stream.concat(args, cluster).toArray(String[]::new));
  }
}
