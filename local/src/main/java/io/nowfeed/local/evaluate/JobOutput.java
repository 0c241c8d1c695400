package io.nowfeed.local.evaluate;

import io.nowfeed.events.EnrichedInteraction;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.Rung;
import io.nowfeed.jobs.PersonalizationPipeline.Outputs;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run of the job puts out, in files of a directory. */
final class JobOutput {
  private static final Logger LOG = LoggerFactory.getLogger(JobOutput.class);
  private static final int NO_RANK = 0;
  private static final String NO_RUNG = "";

  /** Whether the item was known, and whether the user was. */
  private static final int PASSED_BYTES = 2;

  /**
   * What the job measured of an event.
   *
   * @param event its number in the data set's order
   * @param rank on the list in force, 0 for none
   * @param sessionRank on the first list of the session, 0 for none
   * @param rung that brought the rank, null for none
   * @param engagedBefore with how many items the user had engaged
   */
  record Measured(int event, int rank, int sessionRank, Rung rung, int engagedBefore) {}

  /**
   * How events fared on their way.
   *
   * @param passed interactions that came out of the enrichment
   * @param withoutItem those that came before their item
   * @param withoutUser those that came before their user
   * @param duplicates events of an id that was there before
   * @param late interactions too late for popularity
   * @param refused dead letters
   */
  record Passage(
      long passed, long withoutItem, long withoutUser, long duplicates, long late, long refused) {}

  private final Path directory;

  JobOutput(Path directory) {
    this.directory = directory;
  }

  /** The sinks, for one run. */
  Outputs sinks() {
    return new Outputs(
        new DiscardingSink<>(),
        new RecordFile<>(passed(), JobOutput::write),
        new DiscardingSink<>(),
        new DiscardingSink<>(),
        new RecordFile<>(
            measured(), reached(), measured -> measured.origin().offset() + 1, JobOutput::write),
        new RecordFile<>(late(), (event, out) -> out.writeByte(1)),
        new RecordFile<>(duplicates(), (event, out) -> out.writeByte(1)),
        new RecordFile<>(refused(), (event, out) -> out.writeByte(1)));
  }

  private static void write(EnrichedInteraction event, DataOutput out) throws IOException {
    MatchReason match = event.matchReason();
    out.writeBoolean(event.content() != null);
    out.writeBoolean(match == MatchReason.MATCHED || match == MatchReason.ANONYMOUS);
  }

  private static void write(Relevance measured, DataOutput out) throws IOException {
    out.writeLong(measured.origin().offset());
    out.writeInt(measured.rank() == null ? NO_RANK : measured.rank());
    out.writeInt(measured.sessionRank() == null ? NO_RANK : measured.sessionRank());
    out.writeUTF(measured.rung() == null ? NO_RUNG : measured.rung().name());
    out.writeInt(measured.engagedBefore());
  }

  /** How many interactions came out of the enrichment so far, about. */
  long progress() throws IOException {
    return RecordFile.records(passed(), PASSED_BYTES);
  }

  /** After the run: how the events fared. */
  Passage passage() throws IOException {
    long events = progress();
    long withoutItem = 0;
    long withoutUser = 0;
    try (DataInputStream in = RecordFile.read(passed())) {
      for (long event = 0; event < events; event++) {
        withoutItem += in.readBoolean() ? 0 : 1;
        withoutUser += in.readBoolean() ? 0 : 1;
      }
    }
    return new Passage(
        events,
        withoutItem,
        withoutUser,
        RecordFile.records(duplicates(), 1),
        RecordFile.records(late(), 1),
        RecordFile.records(refused(), 1));
  }

  /** After the run: what the job measured. */
  void forEachMeasured(Consumer<Measured> each) throws IOException {
    try (DataInputStream in = RecordFile.read(measured())) {
      while (true) {
        each.accept(measured(in));
      }
    } catch (EOFException e) {
      LOG.debug("read all that was measured");
    }
  }

  private static Measured measured(DataInputStream in) throws IOException {
    int event = Math.toIntExact(in.readLong());
    int rank = in.readInt();
    int sessionRank = in.readInt();
    String rung = in.readUTF();
    int engagedBefore = in.readInt();
    return new Measured(
        event, rank, sessionRank, rung.equals(NO_RUNG) ? null : Rung.valueOf(rung), engagedBefore);
  }

  /** The file of a {@link SharedNumber}: the place, from 1, of the last event that was measured. */
  Path reached() {
    return directory.resolve("reached");
  }

  private Path passed() {
    return directory.resolve("passed");
  }

  private Path measured() {
    return directory.resolve("measured");
  }

  private Path late() {
    return directory.resolve("late");
  }

  private Path duplicates() {
    return directory.resolve("duplicates");
  }

  private Path refused() {
    return directory.resolve("refused");
  }
}
