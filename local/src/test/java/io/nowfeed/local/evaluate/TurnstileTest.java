package io.nowfeed.local.evaluate;

import static io.nowfeed.local.evaluate.Rows.HOUR;
import static io.nowfeed.local.evaluate.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nowfeed.events.Action;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TurnstileTest {
  @TempDir private Path folder;

  @Test
  void anEventWaitsForTheMeasurementOfTheOneBefore() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Turnstile turnstile = new Turnstile(() -> looks.incrementAndGet() < 5 ? 0 : 1);

    turnstile.pass(row("ann", "s1", "a", HOUR), 1);
    assertThat(looks).hasValue(1);
    turnstile.pass(row("ann", "s1", "b", HOUR), 2);

    assertThat(looks).hasValue(5);
  }

  @Test
  void whatIsNotMeasuredIsNotWaitedFor() throws Exception {
    Turnstile turnstile = new Turnstile(() -> 1);

    turnstile.pass(row("ann", "s1", "a", HOUR), 1);
    turnstile.pass(row("ann", "s1", "a", HOUR), 2);
    turnstile.pass(row("ann", "s1", "b", HOUR, Action.IMPRESSION), 3);
    long before = System.nanoTime();
    turnstile.pass(row("ann", "s1", "b", HOUR), 4);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aMeasurementThatDoesNotComeIsWaitedForOnce() throws Exception {
    Turnstile turnstile = new Turnstile(() -> 0);

    turnstile.pass(row("ann", "s1", "a", HOUR), 1);
    turnstile.pass(row("ann", "s1", "a", HOUR), 2);
    long before = System.nanoTime();
    turnstile.pass(row("ann", "s1", "a", HOUR), 3);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aWaitCanBeEnded() throws Exception {
    Turnstile turnstile = new Turnstile(() -> 0);
    turnstile.pass(row("ann", "s1", "a", HOUR), 1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> turnstile.pass(row("ann", "s1", "b", HOUR), 2))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void aSharedNumberIsSeenByEveryoneWhoHasTheFile() throws Exception {
    SharedNumber one = SharedNumber.in(folder.resolve("count"));
    SharedNumber other = SharedNumber.in(folder.resolve("count"));

    one.raise(2);
    other.raise(1);

    assertThat(one.get()).isEqualTo(2);
    assertThat(SharedNumber.in(folder.resolve("count")).get()).isEqualTo(2);
  }
}
