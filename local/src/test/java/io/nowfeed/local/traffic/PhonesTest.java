package io.nowfeed.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.EventDecoder;
import io.nowfeed.events.Interaction;
import io.nowfeed.events.JsonCodec;
import io.nowfeed.events.MalformedEventException;
import io.nowfeed.events.UserKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a minute of simulated phones looks like on the wire. */
class PhonesTest {
  private static final JsonCodec<Beacon> BEACONS = JsonCodec.of(Beacon.class);
  private static final JsonCodec<Interaction> INTERACTIONS = JsonCodec.of(Interaction.class);
  private static final SimulatorOptions OPTIONS = new SimulatorOptions(200, 2_000, 500, 42);

  private final SteppingClock clock = new SteppingClock();
  private final Population population = new Population();
  private final FanGroups groups = new FanGroups(OPTIONS.seed());
  private final Catalogue catalogue = new Catalogue(groups);
  private final ReceivedLists lists = new ReceivedLists();
  private final List<Beacon> beacons = new ArrayList<>();
  private final List<Interaction> interactions = new ArrayList<>();
  private long furthestBehind;

  @Test
  void thereAreAQuarterAsManyBeaconsAsInteractions() {
    runFor(120);

    assertThat(interactions.stream().distinct().count()).isBetween(23_000L, 24_000L);
    assertThat(beacons.size() / (double) interactions.size()).isBetween(0.2, 0.3);
  }

  @Test
  void devicesAreUpToTwoSecondsBehindAndNeverAhead() {
    runFor(300);

    assertThat(furthestBehind).isBetween(1_000L, 2_000L);
  }

  @Test
  void mostActionsAreImpressionsAndOnlyWatchesDwell() {
    runFor(60);
    Map<Action, Long> mix =
        interactions.stream()
            .collect(Collectors.groupingBy(Interaction::action, Collectors.counting()));

    assertThat(mix).containsOnlyKeys(Action.values());
    assertThat(mix.get(Action.IMPRESSION)).isGreaterThan(interactions.size() / 2);
    assertThat(mix.get(Action.PURCHASE)).isLessThan(interactions.size() / 50);
    assertThat(interactions)
        .allMatch(event -> (event.dwellMs() != null) == (event.action() == Action.WATCH));
  }

  @Test
  void someAreAnonymousInASessionOrOnADevice() {
    runFor(60);
    List<Interaction> anonymous =
        interactions.stream().filter(event -> event.userId() == null).toList();

    assertThat(anonymous.size() / (double) interactions.size()).isBetween(0.01, 0.15);
    assertThat(anonymous).anyMatch(event -> event.sessionId() == null);
    assertThat(anonymous).anyMatch(event -> event.sessionId() != null);
    assertThat(anonymous).allMatch(event -> event.deviceId() != null);
  }

  @Test
  void attentionIsUnevenAndFollowsLanguageAndInterests() {
    Map<String, ContentItem> items = runFor(60);
    Map<String, Long> looks =
        interactions.stream()
            .collect(Collectors.groupingBy(Interaction::contentId, Collectors.counting()));
    long most = looks.values().stream().mapToLong(Long::longValue).max().orElseThrow();

    assertThat(most).isGreaterThan(10L * interactions.size() / items.size());
    assertThat(shareOfUsers(items, this::isInLanguage)).isGreaterThan(0.7);
    assertThat(shareOfUsers(items, this::isOfInterest)).isGreaterThan(0.4);
  }

  @Test
  void nowAndThenAnEventIsSentTwice() {
    runFor(60);
    long repeated =
        interactions.size() - interactions.stream().map(Interaction::eventId).distinct().count();

    assertThat(repeated / (double) interactions.size()).isBetween(0.001, 0.006);
    assertThat(interactions.stream().distinct().count()).isEqualTo(interactions.size() - repeated);
  }

  @Test
  void theSameSeedMakesTheSameTraffic() {
    runFor(10);
    PhonesTest again = new PhonesTest();
    again.runFor(10);

    assertThat(again.interactions).isEqualTo(interactions);
    assertThat(again.beacons).isEqualTo(beacons);
  }

  @Test
  void aDeletedUserFallsSilent() {
    runFor(10);
    String gone = beacons.stream().map(Beacon::userId).filter(id -> id != null).findFirst().get();
    Phones phones = phones();
    tick(phones, 2_000);
    population.remove(gone);
    beacons.clear();
    interactions.clear();
    for (int second = 0; second < 20; second++) {
      tick(phones, 1_000);
    }

    assertThat(beacons).isNotEmpty().noneMatch(beacon -> gone.equals(beacon.userId()));
    assertThat(interactions).isNotEmpty().noneMatch(event -> gone.equals(event.userId()));
  }

  @Test
  void listsAreKeptOnlyForSessionsUnderWay() {
    runFor(600);

    assertThat(lists.size()).isBetween(300, 450);
  }

  @Test
  void peopleEngageWithWhatIsToTheirTaste() {
    runFor(60);
    List<Interaction> engagements =
        interactions.stream().filter(event -> event.action().engages()).toList();
    long liked =
        engagements.stream()
            .filter(event -> groups.likedBy(key(event)).contains(groups.of(event.contentId())))
            .count();

    assertThat(liked / (double) engagements.size()).isGreaterThan(0.9);
  }

  private static String key(Interaction event) {
    return UserKey.of(event.userId(), event.sessionId(), event.deviceId());
  }

  private boolean isInLanguage(SimulatedUser user, ContentItem item) {
    return user.attributes().language().equals(item.language());
  }

  private boolean isOfInterest(SimulatedUser user, ContentItem item) {
    return user.attributes().interests().contains(item.category());
  }

  private double shareOfUsers(
      Map<String, ContentItem> items, BiPredicate<SimulatedUser, ContentItem> test) {
    List<Interaction> signedIn =
        interactions.stream().filter(event -> event.userId() != null).toList();
    long hits =
        signedIn.stream()
            .filter(
                event -> test.test(population.get(event.userId()), items.get(event.contentId())))
            .count();
    return hits / (double) signedIn.size();
  }

  private Map<String, ContentItem> runFor(int seconds) {
    Map<String, ContentItem> items = populate();
    Phones phones = phones();
    for (int step = 0; step < seconds * 100; step++) {
      tick(phones, 10);
    }
    return items;
  }

  private Map<String, ContentItem> populate() {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, ContentItem> items = new HashMap<>();
    for (int number = 1; number <= OPTIONS.contents(); number++) {
      ContentItem item = SimulatedContent.number(number, OPTIONS.seed(), clock.millis());
      items.put(item.contentId(), item);
      catalogue.add(item, random);
    }
    for (int number = 1; number <= OPTIONS.users(); number++) {
      population.put(SimulatedUser.number(number, OPTIONS.seed()));
    }
    return items;
  }

  private Phones phones() {
    EventIds ids = new EventIds(clock.millis());
    Feed feed = new Feed(catalogue, groups, lists);
    return new Phones(OPTIONS, population, feed, this::note, this::note, ids, clock);
  }

  private void tick(Phones phones, long millis) {
    clock.advance(millis);
    phones.tick();
  }

  private void note(Beacon beacon) {
    try {
      beacons.add(EventDecoder.beacon(BEACONS.encode(beacon)));
    } catch (MalformedEventException e) {
      throw new AssertionError("the simulator breaks the contract: " + e.getMessage(), e);
    }
  }

  private void note(Interaction interaction) {
    try {
      interactions.add(EventDecoder.interaction(INTERACTIONS.encode(interaction)));
    } catch (MalformedEventException e) {
      throw new AssertionError("the simulator breaks the contract: " + e.getMessage(), e);
    }
    assertThat(interaction.ts()).isLessThanOrEqualTo(clock.millis());
    furthestBehind = Math.max(furthestBehind, clock.millis() - interaction.ts());
  }
}
