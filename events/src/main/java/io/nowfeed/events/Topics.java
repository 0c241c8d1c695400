package io.nowfeed.events;

import java.util.List;

/**
 * The topics by name, and what each is for. Partitions, settings and who may use them are declared
 * in {@code deploy/topics.yaml}.
 */
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

  private static final List<Topic> ALL =
      List.of(
          new Topic(BEACONS, Role.INPUT),
          new Topic(INTERACTIONS, Role.INPUT),
          new Topic(CONTENT, Role.TABLE),
          new Topic(USERS, Role.TABLE),
          new Topic(ACTIVE_USERS, Role.RESULT),
          new Topic(ENRICHED_INTERACTIONS, Role.RESULT),
          new Topic(POPULARITY, Role.OUTBOUND),
          new Topic(RECOMMENDATIONS, Role.OUTBOUND),
          new Topic(RELEVANCE, Role.OUTBOUND),
          new Topic(DEAD_LETTERS, Role.OUTBOUND),
          new Topic(LATE_EVENTS, Role.OUTBOUND),
          new Topic(DUPLICATES, Role.OUTBOUND),
          new Topic(REDRIVEN, Role.OUTBOUND));

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
   */
  public record Topic(String name, Role role) {}
}
