package io.nowfeed.jobs.flow;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** The age bands of users: {@code 25-34}. One thread. */
public final class AgeBands {
  /** Who says to be older is in the same band. */
  private static final int OLDEST = 200;

  private static final long MILLIS_A_DAY = Duration.ofDays(1).toMillis();

  private final String[] bands = new String[OLDEST + 1];
  private long dayOfYear = Long.MIN_VALUE;
  private int year;

  /**
   * @param from the ages at which bands begin, ascending
   */
  public AgeBands(List<Integer> from) {
    for (int age = 0; age <= OLDEST; age++) {
      bands[age] = band(age, from);
    }
  }

  /**
   * The band of an age in full years, of which the birthday of the year is not known.
   *
   * @param birthYear null when not known
   * @param ts when, epoch milliseconds
   * @return null when it is not known, or after {@code ts}
   */
  public String of(Integer birthYear, long ts) {
    if (birthYear == null) {
      return null;
    }
    int age = year(ts) - birthYear;
    return age < 0 ? null : bands[Math.min(age, OLDEST)];
  }

  private static String band(int age, List<Integer> bands) {
    int from = 0;
    for (int next : bands) {
      if (age < next) {
        return from + "-" + (next - 1);
      }
      from = next;
    }
    return from + "+";
  }

  private int year(long ts) {
    long day = Math.floorDiv(ts, MILLIS_A_DAY);
    if (day != dayOfYear) {
      dayOfYear = day;
      year = LocalDate.ofEpochDay(day).getYear();
    }
    return year;
  }
}
