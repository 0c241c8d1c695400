package io.nowfeed.jobs.config;

import java.util.Locale;

/** What segments are made by. The name in settings and segments is in lower case, with hyphens. */
public enum Dimension {
  /** The user's country. */
  COUNTRY,
  /** The user's region. */
  REGION,
  /** The language the user reads. */
  USER_LANGUAGE,
  /** The user's gender. */
  GENDER,
  /** The user's plan. */
  PLAN,
  /** The user's age at the event, in bands. */
  AGE_BAND,
  /** The content item's language. */
  LANGUAGE,
  /** The content item's category. */
  CATEGORY;

  /** As it is written in settings and segments: {@code age-band}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
