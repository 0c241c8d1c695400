package io.nowfeed.jobs.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Fixtures;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NewestContentTest {
  private static final long NOON = Fixtures.NOON;
  private static final long LATER = NOON + 100;

  private final NewestContent newest = new NewestContent(3);

  @BeforeEach
  void itIsLater() {
    newest.at(LATER);
  }

  @Test
  void newestComesFirstWhateverTheLanguage() {
    newest.put(item("c-1", "en", NOON + 1));
    newest.put(item("c-2", "fr", NOON + 4));
    newest.put(item("c-3", "en", NOON + 3));
    newest.put(item("c-4", null, NOON + 2));

    assertThat(ids()).containsExactly("c-2", "c-3", "c-4", "c-1");
  }

  @Test
  void equallyNewIsOrderedByContent() {
    newest.put(item("c-2", "fr", NOON));
    newest.put(item("c-1", "en", NOON));
    newest.put(item("c-3", "en", NOON));

    assertThat(ids()).containsExactly("c-1", "c-2", "c-3");
  }

  @Test
  void itemWithoutTimeIsTheOldest() {
    newest.put(item("c-1", "en", null));
    newest.put(item("c-2", "en", NOON));

    assertThat(ids()).containsExactly("c-2", "c-1");
  }

  @Test
  void ofEachLanguageTheOldestBeyondTheLimitAreLeftOut() {
    newest.put(item("c-1", "en", NOON + 1));
    newest.put(item("c-2", "en", NOON + 2));
    newest.put(item("c-3", "en", NOON + 3));
    newest.put(item("c-4", "en", NOON + 4));
    newest.put(item("c-0", "fr", NOON));

    assertThat(ids()).containsExactly("c-4", "c-3", "c-2", "c-0");
  }

  @Test
  void changedItemIsThereOnceInItsNewPlace() {
    newest.put(item("c-1", "en", NOON + 1));
    newest.put(item("c-2", "en", NOON + 2));
    newest.put(item("c-1", "fr", NOON + 3));

    assertThat(ids()).containsExactly("c-1", "c-2");
    assertThat(newest.of(null, LATER).iterator().next().language()).isEqualTo("fr");
  }

  @Test
  void removedItemIsGone() {
    newest.put(item("c-1", "en", NOON));
    newest.remove("c-1");
    newest.remove("c-never");

    assertThat(ids()).isEmpty();
  }

  @Test
  void languageIsMixedOnlyWithWhatHasNone() {
    newest.put(item("c-1", "en", NOON + 1));
    newest.put(item("c-2", "fr", NOON + 2));
    newest.put(item("c-3", null, NOON + 3));
    newest.put(item("c-4", "en", NOON + 4));

    assertThat(ids("en", LATER)).containsExactly("c-4", "c-3", "c-1");
    assertThat(ids("fr", LATER)).containsExactly("c-3", "c-2");
    assertThat(ids("de", LATER)).containsExactly("c-3");
  }

  @Test
  void whatIsYetToBePublishedIsShownFromThenOn() {
    newest.put(item("c-1", "en", NOON));
    newest.put(item("c-2", "en", LATER + 1));
    assertThat(ids()).containsExactly("c-1");

    newest.at(LATER + 1);
    assertThat(ids("en", LATER + 1)).containsExactly("c-2", "c-1");
    assertThat(ids("en", LATER)).as("to an event of before").containsExactly("c-1");
  }

  @Test
  void whatIsYetToBePublishedTakesNoPlaceOfWhatIs() {
    newest.put(item("c-1", "en", NOON));
    for (int i = 2; i < 9; i++) {
      newest.put(item("c-" + i, "en", LATER + i));
    }
    assertThat(ids()).containsExactly("c-1");

    newest.at(LATER + 9);
    assertThat(ids("en", LATER + 9))
        .as("the three that were next, not the last ones")
        .containsExactly("c-4", "c-3", "c-2");
  }

  @Test
  void itemThatIsPutOffWaitsAgain() {
    newest.put(item("c-1", "en", NOON));
    newest.put(item("c-1", "en", LATER + 1));
    assertThat(ids()).isEmpty();

    newest.remove("c-1");
    newest.at(LATER + 1);
    assertThat(ids("en", LATER + 1)).isEmpty();
  }

  @Test
  void expiredItemIsNotShown() {
    newest.put(RecommendationFixtures.between("c-1", NOON, LATER));
    newest.put(RecommendationFixtures.between("c-2", NOON, LATER + 1));

    assertThat(ids()).containsExactly("c-2");
    assertThat(ids("en", LATER - 1)).containsExactly("c-1", "c-2");
  }

  private List<String> ids() {
    return ids(null, LATER);
  }

  private List<String> ids(String language, long eventTime) {
    return StreamSupport.stream(newest.of(language, eventTime).spliterator(), false)
        .map(ContentItem::contentId)
        .toList();
  }

  private static ContentItem item(String contentId, String language, Long publishedAt) {
    return new ContentItem(
        contentId, "sport", language, List.of(), List.of(), publishedAt, null, null, null);
  }
}
