package io.nowfeed.jobs.recommendation;

import static io.nowfeed.jobs.recommendation.RecommendationFixtures.FRESH_FOR;
import static io.nowfeed.jobs.recommendation.RecommendationFixtures.news;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Fixtures;
import io.nowfeed.jobs.recommendation.RecommendationOptions.Exploring;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Content wants two impressions. */
class FreshContentTest {
  private static final long NOON = Fixtures.NOON;
  private static final String LANGUAGE = news("c-1").language();

  private final Exploration exploration = new Exploration(new Exploring(.1, FRESH_FOR, 2), 1);
  private final CountingCatalogue catalogue = new CountingCatalogue();
  private final FreshContent fresh = new FreshContent(exploration);

  @BeforeEach
  void publish() {
    catalogue.newest.at(NOON);
    catalogue.newest.put(news("c-1"));
  }

  @Test
  void isLookedForOnceInAMoment() throws Exception {
    assertThat(ids(NOON)).containsExactly("c-1");
    assertThat(ids(NOON + 999)).containsExactly("c-1");
    assertThat(ids(NOON - 9_999)).containsExactly("c-1");
    assertThat(catalogue.looks).isEqualTo(1);

    assertThat(ids(NOON + 1_000)).containsExactly("c-1");
    assertThat(catalogue.looks).as("a second later").isEqualTo(2);
    assertThat(ids(NOON - 9_000)).as("before it was published").isEmpty();
    assertThat(catalogue.looks).as("of long ago").isEqualTo(3);
  }

  @Test
  void isLookedForWhenContentChanges() throws Exception {
    assertThat(ids(NOON)).containsExactly("c-1");
    catalogue.newest.put(news("c-2"));
    assertThat(ids(NOON)).containsExactlyInAnyOrder("c-1", "c-2");
    catalogue.newest.remove("c-1");
    assertThat(ids(NOON)).containsExactly("c-2");
  }

  @Test
  void isNoneOnceItHasItsImpressions() throws Exception {
    exploration.shown(news("c-1"), NOON);
    assertThat(ids(NOON)).containsExactly("c-1");
    exploration.shown(news("c-1"), NOON);
    assertThat(ids(NOON)).isEmpty();
    exploration.shown(news("c-1"), NOON);
    assertThat(ids(NOON)).isEmpty();
    assertThat(catalogue.looks).as("what is enough is so once").isEqualTo(2);
  }

  @Test
  void isNoLongerFreshAfterAWhile() throws Exception {
    assertThat(ids(NOON)).hasSize(1);
    assertThat(ids(NOON + FRESH_FOR.toMillis())).isEmpty();
  }

  private List<String> ids(long now) throws Exception {
    return fresh.of(LANGUAGE, now, catalogue).stream().map(ContentItem::contentId).toList();
  }

  /** Knows how often it was looked through. */
  private static final class CountingCatalogue implements Catalogue {
    private final NewestContent newest = new NewestContent(100);
    private int looks;

    @Override
    public ContentItem item(long hash) {
      return null;
    }

    @Override
    public Trend trend(String segment, String window) {
      return null;
    }

    @Override
    public Iterable<ContentItem> newest(String language, long now) {
      looks++;
      return newest.of(language, now);
    }

    @Override
    public long changes() {
      return newest.changes();
    }
  }
}
