package io.nowfeed.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ContentFacts;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Rung;
import io.nowfeed.jobs.covisitation.ItemCount;
import io.nowfeed.jobs.covisitation.Neighbourhood;
import io.nowfeed.jobs.enrichment.UserVersion;
import io.nowfeed.jobs.enrichment.UserVersions;
import io.nowfeed.jobs.enrichment.Wait;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.Taste;
import io.nowfeed.jobs.flow.UserEvent;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.popularity.BoardProgress;
import io.nowfeed.jobs.popularity.ShownBoard;
import io.nowfeed.jobs.profile.Profile;
import io.nowfeed.jobs.profile.Session;
import io.nowfeed.jobs.recommendation.Offer;
import io.nowfeed.jobs.recommendation.Seen;
import io.nowfeed.jobs.recommendation.Trend;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What version 1 of the jobs wrote into savepoints can be read for ever. Each golden file holds, in
 * base64, the schema and one value as they were written then; it is never changed. When a type
 * grows, add a file of the next version beside it ({@code -Drecord=true} writes those missing).
 */
class StateEvolutionTest {
  private static final long NOON = Fixtures.NOON;

  static Stream<Arguments> values() {
    return Stream.of(
        state(
            new Profile(
                NOON,
                NOON + 300_000,
                new Session(7, NOON, NOON + 1, 2),
                new long[] {1, -2, 3},
                List.of(new Taste("sport", 1.5)),
                NOON)),
        state(neighbourhood()),
        state(new ItemCount(2.5, NOON)),
        state(new Seen(NOON, new long[] {1, -2, 3})),
        state(
            new Offer(
                Fixtures.recommendations(),
                Fixtures.user("GB", "en", "sport"),
                List.of(new Taste("sport", 1)),
                "s-1",
                List.of("c-1", "c-2"),
                List.of(new Offer.Place("c-9", 3, Rung.FRESH)))),
        state(
            new Trend("global", "1m", new long[] {1, 2}, new float[] {2, 1}, new long[] {20, 10})),
        named(
            "Occasion-beacon",
            occasion(JobFixtures.active("ann", null, null, NOON)),
            Occasion.class),
        named(
            "Occasion-click",
            occasion(JobFixtures.interacted("ann", Fixtures.user("GB", "en"), "c-1", null, NOON)),
            Occasion.class),
        state(
            new Neighbours(
                UserHash.of("ann"),
                NOON,
                1,
                .5f,
                new long[] {2, 3},
                new float[] {1, .5f},
                new int[] {2, 1})),
        state(
            new UserVersions(
                List.of(
                    new UserVersion(Fixtures.user("GB", "en", "sport", "news"), 42, NOON, true)))),
        state(new Wait(NOON, 3)),
        named("UserEvent-beacon", JobFixtures.beacon("b-1", "ann", NOON), UserEvent.class),
        named("UserEvent-click", JobFixtures.anonymous("i-1", "s-1", NOON), UserEvent.class),
        state(
            new BoardProgress(
                NOON,
                List.of(NOON - 5_000, NOON),
                List.of(NOON - 60_000, NOON - 10_000),
                NOON - 180_000,
                true)),
        state(
            new ShownBoard(
                1,
                2,
                List.of(
                    new ShownBoard.ShownList("score", List.of("c-1", "c-2")),
                    new ShownBoard.ShownList("likes", List.of())))),
        state(Fixtures.content("c-1", "sport", "en")),
        state(new ContentFacts("sport", "en", List.of("goal"))));
  }

  static Stream<Arguments> keys() {
    return Stream.of(state(UserHash.of("ann")));
  }

  @ParameterizedTest
  @MethodSource("values")
  <T> void valueOfVersionOneIsRead(GoldenState<T> golden) throws IOException {
    TypeSerializerSnapshot<T> written = golden.schema();
    assertThat(golden.compatibility(written).isIncompatible()).isFalse();
    // Recursively, because records with arrays equal only themselves.
    assertThat(golden.read(written.restoreSerializer()))
        .usingRecursiveComparison()
        .isEqualTo(golden.value());
  }

  /** Flink migrates values, but not what they are found by. */
  @ParameterizedTest
  @MethodSource("keys")
  <T> void keyOfVersionOneIsWrittenTheSameToday(GoldenState<T> golden) throws IOException {
    TypeSerializerSnapshot<T> written = golden.schema();
    assertThat(golden.compatibility(written).isCompatibleAsIs()).isTrue();
    assertThat(golden.read(golden.serializer())).isEqualTo(golden.value());
  }

  private static Neighbourhood neighbourhood() {
    Neighbourhood neighbourhood = new Neighbourhood();
    neighbourhood.items = new long[] {2, 3};
    neighbourhood.weights = new float[] {1, .5f};
    neighbourhood.counts = new int[] {2, 1};
    neighbourhood.at = NOON;
    return neighbourhood;
  }

  private static Occasion occasion(EnrichedEvent event) {
    return new Occasion(event, NOON, true, "full", 2, 3, List.of(new Taste("sport", 1)));
  }

  private static Arguments state(Object value) {
    return named(value.getClass().getSimpleName(), value, value.getClass());
  }

  private static Arguments named(String name, Object value, Class<?> type) {
    return Arguments.of(Named.of(name, new GoldenState<>(name, value, type)));
  }
}
