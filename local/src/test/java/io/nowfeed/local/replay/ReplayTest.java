package io.nowfeed.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nowfeed.events.Beacon;
import io.nowfeed.local.replay.FakePlatform.Joined;
import io.nowfeed.local.traffic.StopSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final double AS_FAST_AS_IT_GOES = 0;

  private final FakeClock clock = new FakeClock();
  private final FakePlatform platform = new FakePlatform();
  @TempDir private Path folder;

  @Test
  void aCountryChangeIsKeptBetweenTheEventsBeforeAndAfter() {
    Path file =
        Retail.write(
            folder,
            Retail.row("1", "a", 1, "7.0", "Cyprus"),
            Retail.row("1", "b", 1, "7.0", "Cyprus"),
            Retail.row("2", "a", 2, "7.0", "Austria"),
            Retail.row("3", "a", 3, "", "France"),
            Retail.row("4", "a", 4, "7.0", "Cyprus"));

    ReplaySummary summary = replay(file).run();

    assertThat(platform.joined)
        .containsExactly(
            new Joined("1-1", "7", "Cyprus"),
            new Joined("1-2", "7", "Cyprus"),
            new Joined("2-3", "7", "Austria"),
            new Joined("3-4", null, null),
            new Joined("4-5", "7", "Cyprus"));
    assertThat(platform.steps)
        .containsExactly(
            "insert [7]",
            "publish [a, b]",
            "consumed users [7]",
            "consumed content",
            "commit 2",
            "consumed events",
            "update 7 Austria",
            "consumed users [7]",
            "commit 2",
            "consumed events",
            "update 7 Cyprus",
            "consumed users [7]",
            "commit 1",
            "consumed events");
    assertThat(summary.finished()).isTrue();
    assertThat(summary.counts().sentByCountry())
        .containsExactly(Map.entry("Austria", 1L), Map.entry("Cyprus", 3L));
    assertThat(summary.counts().userUpdates()).isEqualTo(2);
  }

  @Test
  void aUserAndAChangeAreTrueSinceTheirRow() {
    replay(Retail.write(folder, Retail.row("1", "a", 1, "7.0", "Cyprus"))).run();
    assertThat(platform.table)
        .containsExactly(
            Map.entry("7", new UserRow(Map.of("country", "Cyprus"), Retail.millis(1))));

    FakePlatform another = new FakePlatform();
    replay(
            Retail.write(
                folder,
                Retail.row("1", "a", 1, "7.0", "Cyprus"),
                Retail.row("2", "a", 5, "7.0", "Austria"),
                Retail.row("3", "a", 9, "7.0", "Austria")),
            another)
        .run();
    assertThat(another.table)
        .containsExactly(
            Map.entry("7", new UserRow(Map.of("country", "Austria"), Retail.millis(5))));
  }

  @Test
  void inAFileThatGoesBackInTimeTheOrderOfRowsCounts() {
    Path file =
        Retail.write(
            folder,
            Retail.row("1", "a", 9, "7.0", "Cyprus"),
            Retail.row("2", "a", 8, "7.0", "Cyprus"),
            Retail.row("3", "a", 8, "7.0", "Austria"),
            Retail.row("4", "a", 5, "7.0", "Austria"),
            Retail.row("5", "a", 3, "7.0", "Austria"),
            Retail.row("6", "a", 2, "7.0", "Cyprus"));

    ReplaySummary summary = replay(file).run();

    assertThat(platform.joined)
        .extracting(Joined::country)
        .containsExactly("Cyprus", "Cyprus", "Austria", "Austria", "Austria", "Cyprus");
    assertThat(platform.updates())
        .containsExactly("update 7 Austria", "update 7 Austria", "update 7 Cyprus");
    assertThat(summary.counts().userUpdates()).isEqualTo(2);
  }

  @Test
  void everyInvoiceSendsOneBeaconAlsoWhenItsRowsAreApart() {
    Path file =
        Retail.write(
            folder,
            Retail.row("1", "a", 1, "7.0", "France"),
            Retail.row("2", "b", 1, "", "France"),
            Retail.row("1", "c", 1, "7.0", "France"));

    ReplaySummary summary = replay(file).run();

    assertThat(platform.beacons)
        .extracting(Beacon::eventId)
        .containsExactly("1-1-beacon", "2-2-beacon");
    assertThat(summary.counts().beacons()).isEqualTo(2);
    assertThat(summary.counts().anonymous()).isEqualTo(1);
  }

  @Test
  void anItemKeepsTheTitleOfItsFirstRow() {
    String first = Retail.row("1", "a", 1, "7.0", "France");
    replay(Retail.write(folder, first, first.replace("ITEM, a", "later words"))).run();

    assertThat(platform.content).containsExactly(Map.entry("a", "ITEM, a"));
  }

  @Test
  void usersAreInsertedAheadButConsumedBeforeTheirChunk() {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < 12_000; row++) {
      rows.add(Retail.row("i" + row, "a", row / 1_000, row < 6_000 ? "7.0" : "8.0", "France"));
    }

    ReplaySummary summary = replay(Retail.write(folder.resolve("long.csv"), rows)).run();

    assertThat(summary.counts().sent()).isEqualTo(12_000);
    assertThat(platform.joined).hasSize(12_000).allMatch(event -> "France".equals(event.country()));
    assertThat(platform.joined).extracting(Joined::eventId).doesNotHaveDuplicates();
    assertThat(platform.steps).filteredOn(step -> step.startsWith("commit")).hasSize(12);
    assertThat(platform.steps.indexOf("insert [8]"))
        .isLessThan(platform.steps.indexOf("consumed users [8]"));
  }

  @Test
  void aKilledReplayGoesOnBehindItsLastCommit() {
    Path file = manyRows();
    String all = joinedBy(new FakePlatform(), file);
    for (int death : new int[] {1, 2, 999, 1_000, 1_001, 1_999, 2_001, 2_499}) {
      FakePlatform killed = new FakePlatform();
      killed.dieAfterInteractions = death;
      assertThatThrownBy(() -> replay(file, killed).run()).isInstanceOf(RuntimeException.class);

      assertThat(joinedBy(killed, file)).as("killed at %d", death).isEqualTo(all);
      assertThat(killed.beacons).extracting(Beacon::eventId).doesNotHaveDuplicates().hasSize(25);
    }
  }

  @Test
  void aReplayThatDiedBehindAnUpdateDoesNotRepeatIt() {
    Path file =
        Retail.write(
            folder,
            Retail.row("1", "a", 1, "7.0", "Cyprus"),
            Retail.row("2", "a", 2, "7.0", "Austria"),
            Retail.row("4", "a", 4, "7.0", "Cyprus"));
    platform.dieAfterUpdate = true;
    assertThatThrownBy(() -> replay(file).run()).isInstanceOf(RuntimeException.class);
    platform.dieAfterUpdate = false;

    ReplaySummary summary = replay(file).run();

    assertThat(platform.joined)
        .extracting(Joined::country)
        .containsExactly("Cyprus", "Austria", "Cyprus");
    assertThat(platform.updates()).containsExactly("update 7 Austria", "update 7 Cyprus");
    assertThat(summary.resumedAt()).isEqualTo(1);
    assertThat(summary.counts().userUpdates()).isEqualTo(2);
  }

  @Test
  void aUserThatSomebodyElseChangedIsSetRight() {
    platform.table.put("7", new UserRow(Map.of("country", "Malta"), null));

    replay(Retail.write(folder, Retail.row("1", "a", 1, "7.0", "Cyprus"))).run();

    assertThat(platform.joined).containsExactly(new Joined("1-1", "7", "Cyprus"));
    assertThat(platform.updates()).containsExactly("update 7 Cyprus");
  }

  @Test
  void aFinishedReplayReportsAgainAndSendsNothing() {
    Path file = manyRows();
    ReplayCounts first = replay(file).run().counts();
    int sent = platform.joined.size();

    ReplaySummary again = replay(file).run();

    assertThat(again.finished()).isTrue();
    assertThat(again.counts()).isEqualTo(first);
    assertThat(again.resumedAt()).isEqualTo(2_500);
    assertThat(platform.joined).hasSize(sent);
  }

  @Test
  void anotherFileOrMappingIsRefused() {
    replay(manyRows()).run();
    Path other =
        Retail.write(
            folder.resolve("other.csv"), List.of(Retail.row("1", "a", 1, "7.0", "Cyprus")));

    assertThatThrownBy(() -> replay(other).run())
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("holds a replay of many.csv")
        .hasMessageContaining("cannot go on with other.csv")
        .hasMessageContaining("another --data-dir");
  }

  @Test
  void aFileThatChangedInsideIsRefused() {
    Path file = manyRows();
    replay(file).run();
    List<String> changed = manyRowLines();
    changed.set(5, changed.get(5).replace("i0", "C0"));

    assertThatThrownBy(() -> replay(Retail.write(file, changed)).run())
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("are not the ones that were replayed");
  }

  @Test
  void theFilesPaceIsKeptDividedByTheSpeedup() {
    Path file =
        Retail.write(
            folder,
            Retail.row("1", "a", 0, "7.0", "Cyprus"),
            Retail.row("2", "a", 10, "7.0", "Cyprus"),
            Retail.row("3", "a", 40, "7.0", "Cyprus"));

    replay(file, platform, 60).run();

    assertThat(clock.paused()).isEqualTo(40_000);
    assertThat(platform.steps).filteredOn(step -> step.equals("commit 1")).hasSize(3);
  }

  @Test
  void aReplayThatIsStoppedCommitsWhatItSentAndGoesOnLater() {
    Path file = manyRows();
    String all = joinedBy(new FakePlatform(), file);
    StopSignal stop = new StopSignal();
    Replay stopped =
        new Replay(
            new ReplayOptions(file, ReplayMapping.onlineRetail(), AS_FAST_AS_IT_GOES),
            platform::ports,
            clock,
            new StopAfterPauses(1_234),
            stop);

    ReplaySummary summary = stopped.run();

    assertThat(summary.finished()).isFalse();
    assertThat(summary.counts().rowsRead()).isBetween(1_200L, 1_300L);
    assertThat(platform.progress.rowsRead()).isEqualTo(summary.counts().rowsRead());
    assertThat(joinedBy(platform, file)).isEqualTo(all);
  }

  @Test
  void closingBeforeTheStartSendsNothing() {
    StopSignal stop = new StopSignal();
    Replay replay =
        new Replay(
            new ReplayOptions(manyRows(), ReplayMapping.onlineRetail(), 1),
            platform::ports,
            clock,
            Pause.endedBy(stop),
            stop);

    replay.close();

    assertThat(replay.run().finished()).isFalse();
    assertThat(platform.steps).isEmpty();
  }

  /** Stops the replay at its n-th wait. */
  private static final class StopAfterPauses implements Pause {
    private int left;

    StopAfterPauses(int count) {
      this.left = count;
    }

    @Override
    public void forMillis(long millis) {
      left--;
      if (left == 0) {
        throw new ReplayStoppedException();
      }
    }
  }

  /** Replays to the end and returns every join in order. */
  private String joinedBy(FakePlatform on, Path file) {
    replay(file, on).run();
    return on.joined.toString();
  }

  private Path manyRows() {
    return Retail.write(folder.resolve("many.csv"), manyRowLines());
  }

  /** 2,500 rows, 25 invoices of 7 customers, who move now and then. */
  private static List<String> manyRowLines() {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < 2_500; row++) {
      String country = row / 700 % 2 == 0 ? "Cyprus" : "Austria";
      rows.add(
          Retail.row("i" + row / 100, "a" + row % 40, row / 100, row / 100 % 7 + ".0", country));
    }
    return rows;
  }

  private Replay replay(Path file) {
    return replay(file, platform);
  }

  private Replay replay(Path file, FakePlatform on) {
    return replay(file, on, AS_FAST_AS_IT_GOES);
  }

  private Replay replay(Path file, FakePlatform on, double speedup) {
    ReplayOptions options = new ReplayOptions(file, ReplayMapping.onlineRetail(), speedup);
    return new Replay(options, on::ports, clock, clock, new StopSignal());
  }
}
