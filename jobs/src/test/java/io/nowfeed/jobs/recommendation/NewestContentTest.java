package io.nowfeed.jobs.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Fixtures;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class NewestContentTest {
  private static final long NOON = Fixtures.NOON;

  private final NewestContent newest = new NewestContent(3);

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
    assertThat(newest.all().iterator().next().language()).isEqualTo("fr");
  }

  @Test
  void removedItemIsGone() {
    newest.put(item("c-1", "en", NOON));
    newest.remove("c-1");
    newest.remove("c-never");

    assertThat(ids()).isEmpty();
  }

  private List<String> ids() {
    return StreamSupport.stream(newest.all().spliterator(), false)
        .map(ContentItem::contentId)
        .toList();
  }

  private static ContentItem item(String contentId, String language, Long publishedAt) {
    return new ContentItem(
        contentId, "sport", language, List.of(), List.of(), publishedAt, null, null, null);
  }
}
