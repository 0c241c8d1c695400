package io.nowfeed.local.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Says which column of a CSV export is what. A mapping is a properties file in UTF-8:
 *
 * <ul>
 *   <li>{@code content.column}, {@code timestamp.column}, {@code timestamp.pattern} (required): the
 *       content item; when it happened; {@code epoch-millis}, {@code epoch-seconds} or a {@link
 *       java.time.format.DateTimeFormatter} pattern
 *   <li>{@code timestamp.zone}: of times that name none, default UTC
 *   <li>{@code user.column}, {@code session.column} (at least one): a row without user is
 *       anonymous, its session stands in; without a session column, a user's day is a session
 *   <li>{@code user.strip-suffix}: cut from the end of user ids
 *   <li>{@code action.fixed}: the action of all rows; or {@code action.column} with {@code
 *       action.map.<value>} for values that are not action names themselves
 *   <li>{@code event-id.column}: unique per row; without it the session and the row's number
 *   <li>{@code user.attribute.<name>}: the column of a user's country, region, language,
 *       birth_year, gender, plan or interests (several joined by {@code |}); an empty value says
 *       nothing, another value than before is an UPDATE of the user
 *   <li>{@code content.attribute.<name>}: the column of an item's title, category, language or url,
 *       read where the item is first seen
 *   <li>{@code skip.rules}: the reasons in the order they are tried, with {@code skip.<reason>}
 *       each: {@code <column> starts-with <text>}, {@code <column> equals <text>}, {@code <column>
 *       empty} or {@code <column> not-positive}
 *   <li>{@code csv.delimiter} (default a comma; {@code tab} for a tabulator), {@code csv.charset}
 *       (default UTF-8)
 * </ul>
 *
 * The mapping of UCI Online Retail, {@code online-retail.properties} beside this class, is one of
 * them.
 */
public final class ReplayMapping {
  /** The users table's columns that Nowfeed joins; email and name never enter Kafka. */
  private static final Set<String> USER_ATTRIBUTES =
      Set.of("country", "region", "language", "birth_year", "gender", "plan", "interests");

  private static final Set<String> CONTENT_ATTRIBUTES =
      Set.of("title", "category", "language", "url");
  private static final String ONLINE_RETAIL = "online-retail.properties";

  private final String hash;
  private final String delimiter;
  private final Charset charset;
  private final String userColumn;
  private final String userSuffix;
  private final String sessionColumn;
  private final String contentColumn;
  private final String timestampColumn;
  private final TimestampFormat timestamp;
  private final ActionRule action;
  private final String eventIdColumn;
  private final SortedMap<String, String> userAttributes;
  private final SortedMap<String, String> contentAttributes;
  private final List<SkipRule> skipRules;

  private ReplayMapping(MappingKeys keys) {
    this.hash = keys.hash();
    this.delimiter = keys.optional("csv.delimiter", ",").replace("tab", "\t");
    this.charset = charset(keys);
    this.userColumn = keys.optional("user.column");
    this.userSuffix = keys.optional("user.strip-suffix", "");
    this.sessionColumn = keys.optional("session.column");
    this.contentColumn = keys.required("content.column");
    this.timestampColumn = keys.required("timestamp.column");
    this.timestamp = timestamp(keys);
    this.action = ActionRule.of(keys);
    this.eventIdColumn = keys.optional("event-id.column");
    this.userAttributes = keys.startingWith("user.attribute.", USER_ATTRIBUTES);
    this.contentAttributes = keys.startingWith("content.attribute.", CONTENT_ATTRIBUTES);
    this.skipRules = skipRules(keys);
    if (userColumn == null && sessionColumn == null) {
      throw keys.wrong("set user.column or session.column, for an event belongs to somebody");
    }
  }

  /**
   * Reads a mapping file.
   *
   * @throws ReplayException when it cannot be read, or a key is unknown, missing or wrong
   */
  public static ReplayMapping load(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return parse("mapping " + file, reader);
    } catch (IOException e) {
      String why = e instanceof NoSuchFileException ? "no such file" : e.getMessage();
      throw new ReplayException("mapping " + file + " cannot be read: " + why, e);
    }
  }

  /** The mapping of UCI Online Retail. */
  public static ReplayMapping onlineRetail() {
    try (InputStream bytes = ReplayMapping.class.getResourceAsStream(ONLINE_RETAIL)) {
      return parse("mapping " + ONLINE_RETAIL, new InputStreamReader(bytes, UTF_8));
    } catch (IOException e) {
      throw new ReplayException("mapping " + ONLINE_RETAIL + " cannot be read from the jar", e);
    }
  }

  static ReplayMapping parse(String where, Reader reader) throws IOException {
    Properties properties = new Properties();
    properties.load(reader);
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return new ReplayMapping(new MappingKeys(where, values));
  }

  /** Every column the mapping names, for a check against a file's header. */
  Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    Stream.of(
            userColumn,
            sessionColumn,
            contentColumn,
            timestampColumn,
            action.column(),
            eventIdColumn)
        .filter(column -> column != null)
        .forEach(columns::add);
    columns.addAll(userAttributes.values());
    columns.addAll(contentAttributes.values());
    skipRules.forEach(rule -> columns.add(rule.column()));
    return columns;
  }

  String hash() {
    return hash;
  }

  String delimiter() {
    return delimiter;
  }

  Charset charset() {
    return charset;
  }

  /** Whether rows can name a user; without that the session stands in for one. */
  public boolean namesUsers() {
    return userColumn != null;
  }

  String userColumn() {
    return userColumn;
  }

  /** The id without the suffix that exports append to it. */
  String userId(String text) {
    return !userSuffix.isEmpty() && text.endsWith(userSuffix)
        ? text.substring(0, text.length() - userSuffix.length())
        : text;
  }

  String sessionColumn() {
    return sessionColumn;
  }

  String contentColumn() {
    return contentColumn;
  }

  String timestampColumn() {
    return timestampColumn;
  }

  TimestampFormat timestamp() {
    return timestamp;
  }

  ActionRule action() {
    return action;
  }

  String eventIdColumn() {
    return eventIdColumn;
  }

  /** Columns by attribute. */
  SortedMap<String, String> userAttributes() {
    return userAttributes;
  }

  /** Columns by attribute. */
  SortedMap<String, String> contentAttributes() {
    return contentAttributes;
  }

  List<SkipRule> skipRules() {
    return skipRules;
  }

  private static TimestampFormat timestamp(MappingKeys keys) {
    return TimestampFormat.of(
        keys.required("timestamp.pattern"), keys.optional("timestamp.zone", "UTC"), keys.where());
  }

  private static Charset charset(MappingKeys keys) {
    String name = keys.optional("csv.charset", "UTF-8");
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw keys.wrong("csv.charset '" + name + "' is none this JDK has, like UTF-8, ISO-8859-1");
    }
  }

  private static List<SkipRule> skipRules(MappingKeys keys) {
    SortedMap<String, String> rules = keys.startingWith("skip.");
    List<SkipRule> ordered = new ArrayList<>();
    for (String reason : keys.optional("skip.rules", "").split(",", -1)) {
      if (!reason.isBlank()) {
        String text = keys.required("skip." + reason.strip());
        ordered.add(SkipRule.parse(reason.strip(), text, keys.where()));
      }
    }
    ordered.forEach(rule -> rules.remove(rule.reason()));
    if (!rules.isEmpty()) {
      throw keys.wrong(
          "skip."
              + rules.firstKey()
              + " is not used: name '"
              + rules.firstKey()
              + "' in skip.rules");
    }
    return List.copyOf(ordered);
  }
}
