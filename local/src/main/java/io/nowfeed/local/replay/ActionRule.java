package io.nowfeed.local.replay;

import io.nowfeed.events.Action;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which action a row is.
 *
 * @param fixed the action of every row, or null where a column says it
 * @param column the column that says it, or null
 * @param byValue the actions of the column's values
 */
record ActionRule(Action fixed, String column, Map<String, Action> byValue) {

  static ActionRule of(MappingKeys keys) {
    String fixed = keys.optional("action.fixed");
    String column = keys.optional("action.column");
    if ((fixed == null) == (column == null)) {
      throw keys.wrong("set exactly one of action.fixed and action.column");
    }
    if (fixed != null && !keys.startingWith("action.map.").isEmpty()) {
      throw keys.wrong("action.map.* translates action.column, but action.fixed is set");
    }
    if (fixed != null) {
      return new ActionRule(action(fixed, "action.fixed", keys), null, Map.of());
    }
    Map<String, Action> byValue = new HashMap<>();
    for (Action action : Action.values()) {
      byValue.put(name(action), action);
    }
    keys.startingWith("action.map.")
        .forEach((value, name) -> byValue.put(value, action(name, "action.map." + value, keys)));
    return new ActionRule(null, column, Map.copyOf(byValue));
  }

  /** The action, or null where the value is none. */
  Action of(String value) {
    return fixed != null ? fixed : byValue.get(value);
  }

  private static Action action(String name, String key, MappingKeys keys) {
    return Arrays.stream(Action.values())
        .filter(action -> name(action).equals(name))
        .findFirst()
        .orElseThrow(() -> keys.wrong(key + " is '" + name + "'; allowed are: " + allowedNames()));
  }

  private static String allowedNames() {
    return Arrays.stream(Action.values()).map(ActionRule::name).collect(Collectors.joining(", "));
  }

  private static String name(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
