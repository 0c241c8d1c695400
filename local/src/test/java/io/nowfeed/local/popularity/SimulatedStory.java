package io.nowfeed.local.popularity;

import io.nowfeed.events.Action;
import io.nowfeed.events.Interaction;
import io.nowfeed.local.popularity.Chapter.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bursts of three minutes with long gaps between them, over three days: windows of a minute, half
 * an hour and a day open, slide, meet the window before, and empty. In the middle of each burst
 * some interactions come late.
 */
final class SimulatedStory {
  /** Seconds before a new year: ages change within the first burst. */
  private static final long BEGIN = Instant.parse("2024-12-31T23:58:31.007Z").toEpochMilli();

  /** When the bursts begin, minutes. */
  private static final List<Integer> BURSTS =
      List.of(0, 33, 65, 300, 1437, 1475, 1700, 2890, 2925, 4330);

  private static final int BURST_MILLIS = 180_000;

  /** In the second half of the bursts with these beginnings. */
  private static final Map<Integer, Fault> FAULTS =
      Map.of(33, Fault.THROW, 1437, Fault.RESCALE, 1475, Fault.KILL, 2890, Fault.RESCALE);

  /** Of these, each is another case: a story as short as can be. */
  private static final List<Integer> FEW_BURSTS = List.of(0, 33, 1437, 1475);

  /** In order enough to be on time. */
  private static final int DISORDER = 4_500;

  /** So far behind, windows are over, and corrected. */
  private static final int LATE_FROM = 10_000;

  private static final int LATE_TO = 55_000;

  /** So far behind, nothing is corrected. */
  private static final int TOO_LATE_FROM = 75_000;

  private static final int TOO_LATE_TO = 600_000;

  private static final List<Action> ACTIONS = actions();

  private final long seed;
  private final int events;
  private final List<Integer> bursts;

  private SimulatedStory(long seed, int events, List<Integer> bursts) {
    this.seed = seed;
    this.events = events;
    this.bursts = bursts;
  }

  /**
   * Draws a story.
   *
   * @param events how many, about
   */
  static Story of(long seed, int events) {
    return new SimulatedStory(seed, events, BURSTS).story();
  }

  /** The same with fewer bursts, so fewer windows. */
  static Story shortOne(long seed, int events) {
    return new SimulatedStory(seed, events, FEW_BURSTS).story();
  }

  private Story story() {
    List<Chapter> chapters = new ArrayList<>();
    for (int burst = 0; burst < bursts.size(); burst++) {
      int number = burst;
      long middle = begin(burst) + BURST_MILLIS / 2;
      // The last of these are in order, and half of what may be out of order is for the slides.
      long passed = middle - 2 * DISORDER - 5_000;
      chapters.add(new Chapter(() -> half(number, 0), Fault.NONE, passed));
      Supplier<Stream<Interaction>> rest = () -> Stream.concat(late(number), half(number, 1));
      chapters.add(
          new Chapter(rest, FAULTS.getOrDefault(bursts.get(burst), Fault.NONE), Chapter.AT_ONCE));
    }
    Set<String> poison = Set.of(id(1, half() + half() / 2));
    long ends = begin(bursts.size() - 1) + Duration.ofDays(2).toMillis();
    return new Story(
        SimulatedTables.users(BEGIN), SimulatedTables.content(), chapters, poison, BEGIN, ends);
  }

  private long begin(int burst) {
    return BEGIN + Duration.ofMinutes(bursts.get(burst)).toMillis();
  }

  /** How many events half a burst has. */
  private int half() {
    return events / bursts.size() / 2;
  }

  private static String id(int burst, int number) {
    return "e-" + burst + "-" + number;
  }

  /** Every hundredth event is sent twice. */
  private Stream<Interaction> half(int burst, int which) {
    Random random = new Random(seed + 31L * burst + which);
    int first = which * half();
    return IntStream.range(first, first + half())
        .boxed()
        .flatMap(
            number -> {
              long time = begin(burst) + (long) BURST_MILLIS * number / (2L * half());
              boolean inOrder = number % half() > half() - 200 || random.nextBoolean();
              long ts = inOrder ? time : time - random.nextInt(DISORDER);
              Interaction event = event(id(burst, number), Math.max(BEGIN, ts), random);
              return number % 100 == 99 ? Stream.of(event, event) : Stream.of(event);
            });
  }

  private Stream<Interaction> late(int burst) {
    Random random = new Random(seed - 1 - burst);
    long middle = begin(burst) + BURST_MILLIS / 2;
    return IntStream.range(0, 60)
        .mapToObj(
            number -> {
              int behind =
                  number % 3 == 2
                      ? TOO_LATE_FROM + random.nextInt(TOO_LATE_TO - TOO_LATE_FROM)
                      : LATE_FROM + random.nextInt(LATE_TO - LATE_FROM);
              return event("late-" + burst + "-" + number, middle - behind, random);
            });
  }

  private static Interaction event(String id, long ts, Random random) {
    String userId = SimulatedTables.userId(random);
    String contentId = SimulatedTables.contentId(random);
    Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
    String sessionId = userId == null ? "s-" + random.nextInt(50) : null;
    return new Interaction(id, userId, null, sessionId, contentId, action, ts, dwell(random));
  }

  /** Of a user who came back the next week, of a clock that was set back, and of nobody. */
  private static Long dwell(Random random) {
    int dice = random.nextInt(100);
    if (dice < 30) {
      return null;
    }
    if (dice < 35) {
      return -1L - random.nextInt(5_000);
    }
    return dice < 37 ? Duration.ofDays(9).toMillis() : Long.valueOf(random.nextInt(120_000));
  }

  private static List<Action> actions() {
    Map<Action, Integer> shares =
        Map.of(
            Action.IMPRESSION, 10,
            Action.CLICK, 4,
            Action.WATCH, 3,
            Action.SCROLL, 1,
            Action.LIKE, 2,
            Action.SHARE, 1,
            Action.ADD_TO_CART, 1,
            Action.PURCHASE, 1);
    return Stream.of(Action.values())
        .flatMap(action -> Stream.generate(() -> action).limit(shares.get(action)))
        .toList();
  }
}
