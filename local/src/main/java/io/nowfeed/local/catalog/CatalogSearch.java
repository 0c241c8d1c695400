package io.nowfeed.local.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds a word, in whatever case. */
final class CatalogSearch {
  private final String word;

  CatalogSearch(String word) {
    this.word = word.toLowerCase(Locale.ROOT);
  }

  List<CatalogMatch> in(List<CatalogItem> items) {
    List<CatalogMatch> matches = new ArrayList<>();
    for (CatalogItem item : items) {
      if (isIn(item)) {
        matches.add(new CatalogMatch(item, null));
      }
      item.fields().stream()
          .filter(this::isIn)
          .forEach(field -> matches.add(new CatalogMatch(item, field)));
    }
    return matches;
  }

  private boolean isIn(CatalogItem item) {
    return Stream.concat(
            Stream.of(item.name(), item.owner(), item.description()), item.useCases().stream())
        .anyMatch(this::holds);
  }

  private boolean isIn(CatalogField field) {
    return Stream.of(field.path(), field.tag(), field.description()).anyMatch(this::holds);
  }

  private boolean holds(String text) {
    return text.toLowerCase(Locale.ROOT).contains(word);
  }
}
