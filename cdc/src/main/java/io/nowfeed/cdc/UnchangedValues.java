package io.nowfeed.cdc;

import io.nowfeed.events.UserAttributes;
import java.util.List;

/**
 * Debezium's placeholders for large values that an update left alone. Postgres keeps such values
 * outside the row (TOAST) and writes them to its log only with {@code REPLICA IDENTITY FULL}.
 *
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-toasted-values">Debezium
 *     on toasted values</a>
 */
final class UnchangedValues {
  /** The connector's {@code unavailable.value.placeholder}; of an array it is the only element. */
  static final String PLACEHOLDER = "__debezium_unavailable_value";

  private static final UserAttributes NONE =
      new UserAttributes(null, null, null, null, null, null, List.of());

  private UnchangedValues() {}

  /** Whether there is one. Nearly always not, so this allocates nothing. */
  static boolean in(UserAttributes attributes) {
    return isPlaceholder(attributes.country())
        || isPlaceholder(attributes.region())
        || isPlaceholder(attributes.language())
        || isPlaceholder(attributes.gender())
        || isPlaceholder(attributes.plan())
        || isPlaceholder(attributes.interests());
  }

  /** The attributes with {@code before}'s values in the places of placeholders. */
  static UserAttributes replaced(UserAttributes attributes, UserAttributes before) {
    // Of an unknown version, or one that was never whole itself, nothing is known.
    UserAttributes old = before == null ? NONE : in(before) ? replaced(before, NONE) : before;
    return new UserAttributes(
        orOld(attributes.country(), old.country()),
        orOld(attributes.region(), old.region()),
        orOld(attributes.language(), old.language()),
        attributes.birthYear(),
        orOld(attributes.gender(), old.gender()),
        orOld(attributes.plan(), old.plan()),
        isPlaceholder(attributes.interests()) ? old.interests() : attributes.interests());
  }

  private static String orOld(String value, String old) {
    return isPlaceholder(value) ? old : value;
  }

  private static boolean isPlaceholder(String value) {
    return PLACEHOLDER.equals(value);
  }

  private static boolean isPlaceholder(List<String> values) {
    return values.size() == 1 && isPlaceholder(values.get(0));
  }
}
