package io.nowfeed.jobs.flow;

/** How segments are called. */
public final class SegmentName {
  /** What everybody belongs to. */
  public static final String GLOBAL = "global";

  private static final char JOINT = ',';

  private SegmentName() {}

  /**
   * The segment of a dimension's value: {@code country=GB}. A name and a key must say one thing
   * only, whatever is in the value, so {@code %}, {@code ,} and {@code |} are percent-encoded.
   */
  public static String of(String dimension, String value) {
    return dimension + "=" + value.replace("%", "%25").replace(",", "%2C").replace("|", "%7C");
  }

  /** The segment of what is in both: {@code language=en,category=sport}. */
  public static String and(String one, String other) {
    return one + JOINT + other;
  }

  /** Whether the segment is of one dimension. */
  public static boolean isOf(String dimension, String segment) {
    return segment.startsWith(dimension + "=") && segment.indexOf(JOINT) < 0;
  }
}
