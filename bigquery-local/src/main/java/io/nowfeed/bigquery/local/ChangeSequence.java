package io.nowfeed.bigquery.local;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The number a change may carry in {@code _CHANGE_SEQUENCE_NUMBER}: up to four sections of up to 16
 * hexadecimal digits, separated by slashes, the first section weighing most
 * (https://cloud.google.com/bigquery/docs/change-data-capture#manage_custom_ordering).
 */
final class ChangeSequence {
  private static final String SECTION = "[0-9A-Fa-f]{1,16}";
  private static final Pattern FORMAT = Pattern.compile(SECTION + "(/" + SECTION + "){0,3}");
  private static final int SECTIONS = 4;
  private static final int DIGITS = 16;

  private ChangeSequence() {}

  /**
   * A text that sorts as the number does; sections that are not given count as zero.
   *
   * @throws InvalidValueException if {@code text} is no such number
   */
  static String sortable(String text) {
    if (!FORMAT.matcher(text).matches()) {
      throw new InvalidValueException(
          "invalid _CHANGE_SEQUENCE_NUMBER \"%s\": expected up to %d sections of up to %d hexadecimal digits, separated by /"
              .formatted(text, SECTIONS, DIGITS));
    }
    StringBuilder sortable = new StringBuilder();
    for (String section : text.toUpperCase(Locale.ROOT).split("/", -1)) {
      sortable.append("0".repeat(DIGITS - section.length())).append(section);
    }
    return sortable.append("0".repeat(SECTIONS * DIGITS - sortable.length())).toString();
  }
}
