package io.nowfeed.events;

import java.util.List;

/**
 * What Nowfeed knows of a user: the columns of the users table without its personal ones (email and
 * name never enter Kafka). Every component may be null, interests may be empty.
 *
 * @param country ISO 3166-1 alpha-2 code, or the name a data set uses
 * @param region a part of the country
 * @param language ISO 639-1 code
 * @param birthYear four digits
 * @param gender as the table has it
 * @param plan the subscription plan
 * @param interests the content categories the user chose
 */
public record UserAttributes(
    String country,
    String region,
    String language,
    Integer birthYear,
    String gender,
    String plan,
    List<String> interests) {
  /** Replaces missing interests by none, so that readers need no null check. */
  public UserAttributes {
    interests = interests == null ? List.of() : interests;
  }
}
