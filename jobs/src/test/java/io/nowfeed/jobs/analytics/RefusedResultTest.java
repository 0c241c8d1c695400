package io.nowfeed.jobs.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ActiveUser;
import io.nowfeed.events.DeadLetter;
import io.nowfeed.events.DeadLetterReason;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Origin;
import io.nowfeed.jobs.flow.Result;
import io.nowfeed.sinks.bigquery.RefusedRow;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedResultTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(Fixtures.NOON + 9), ZoneOffset.UTC);
  private static final Result<ActiveUser> RESULT =
      new Result<>(
          Fixtures.activeUser(),
          new Origin("active-users", 3, 77),
          Fixtures.NOON + 5,
          "ann".getBytes(UTF_8),
          512);

  @Test
  void aDeadLetterSaysWhichResultItWas() {
    DeadLetter letter = letter(RefusedRow.Reason.REFUSED_BY_BIGQUERY);

    assertThat(letter)
        .usingRecursiveComparison()
        .isEqualTo(
            new DeadLetter(
                "active-users",
                3,
                77,
                Fixtures.NOON + 5,
                "ann".getBytes(UTF_8),
                null,
                512,
                "sink-bigquery-active-users",
                DeadLetterReason.REFUSED_BY_TABLE,
                "table p.d.active_users does not take its row: too long",
                Fixtures.NOON + 9));
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_ENCODABLE, REFUSED_BY_TABLE",
    "REFUSED_BY_BIGQUERY, REFUSED_BY_TABLE",
    "TOO_LARGE, TOO_LARGE"
  })
  void itSaysWhy(RefusedRow.Reason refusal, DeadLetterReason reason) {
    assertThat(letter(refusal).reason()).isEqualTo(reason);
  }

  private static DeadLetter letter(RefusedRow.Reason reason) {
    return RefusedResult.of(
        new RefusedRow<>(RESULT, "p.d.active_users", reason, "too long"),
        "sink-bigquery-active-users",
        CLOCK);
  }
}
