package io.nowfeed.events;

import java.util.List;
import java.util.Map;

/** The topics, as they are declared: names, partitions and what must be configured of them. */
public final class Topics {
  public static final String BEACONS = "beacons";
  public static final String INTERACTIONS = "interactions";
  public static final String CONTENT = "content";
  public static final String USERS = "nowfeed.public.users";
  public static final String ACTIVE_USERS = "active-users";
  public static final String ENRICHED_INTERACTIONS = "enriched-interactions";
  public static final String POPULARITY = "popularity";
  public static final String RECOMMENDATIONS = "recommendations";
  public static final String RELEVANCE = "relevance";
  public static final String DEAD_LETTERS = "dead-letters";
  public static final String LATE_EVENTS = "late-events";
  public static final String DUPLICATES = "duplicates";
  public static final String REDRIVEN = "redriven";

  private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

  /**
   * Compaction leaves the segment alone that is written to. Boards are replaced every few seconds,
   * and who starts reads all that lies there: 32 MB, not the default of a gigabyte.
   */
  private static final Map<String, String> COMPACTED_SOON =
      Map.of("cleanup.policy", "compact", "segment.bytes", "33554432");

  /**
   * The broker's clock, not the sender's, says when an event came in; only so can an event from the
   * future be told.
   */
  private static final Map<String, String> STAMPED_BY_BROKER =
      Map.of("message.timestamp.type", "LogAppendTime");

  /** A dead letter holds a whole foreign record in base64: a third larger than the original. */
  private static final Map<String, String> LARGE = Map.of("max.message.bytes", "4194304");

  private static final List<Topic> ALL =
      List.of(
          new Topic(BEACONS, Role.INPUT, 4, STAMPED_BY_BROKER),
          new Topic(INTERACTIONS, Role.INPUT, 4, STAMPED_BY_BROKER),
          new Topic(CONTENT, Role.TABLE, 1, COMPACTED),
          new Topic(USERS, Role.TABLE, 4, COMPACTED),
          new Topic(ACTIVE_USERS, Role.RESULT, 4, Map.of()),
          new Topic(ENRICHED_INTERACTIONS, Role.RESULT, 4, Map.of()),
          new Topic(POPULARITY, Role.OUTBOUND, 1, COMPACTED_SOON),
          new Topic(RECOMMENDATIONS, Role.OUTBOUND, 4, COMPACTED),
          new Topic(RELEVANCE, Role.OUTBOUND, 4, Map.of()),
          new Topic(DEAD_LETTERS, Role.OUTBOUND, 1, LARGE),
          new Topic(LATE_EVENTS, Role.OUTBOUND, 1, Map.of()),
          new Topic(DUPLICATES, Role.OUTBOUND, 1, Map.of()),
          new Topic(REDRIVEN, Role.OUTBOUND, 1, COMPACTED));

  private Topics() {}

  /** All topics of a deployment, inputs first. */
  public static List<Topic> all() {
    return ALL;
  }

  /** What a topic is to this deployment, which says who has to read it. */
  public enum Role {
    /** Events from outside: each must come out of the join, once. */
    INPUT,
    /** The current version of things, by key; read whole by a job that starts from nothing. */
    TABLE,
    /** What one job writes and another one reads: each record must come out there, once. */
    RESULT,
    /** For people and services outside: nobody of the deployment has to read it. */
    OUTBOUND
  }

  /**
   * A declared topic.
   *
   * @param name the topic's name
   * @param role what it is to this deployment
   * @param partitions for a small deployment; raise it before the first start for a large one
   * @param config what differs from the broker's defaults
   */
  public record Topic(String name, Role role, int partitions, Map<String, String> config) {}
}
