package io.nowfeed.jobs.config;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import io.nowfeed.events.Rung;
import io.nowfeed.jobs.flow.UserHash;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An experiment: who gets lists of which rungs. A user's arm is a hash of the user and of the
 * experiment's name, so it needs no state, is the same everywhere, and says nothing of the user's
 * arm in an experiment of another name.
 *
 * @param name the experiment's name
 * @param arms in the order of their names
 */
public record Experiment(String name, List<Arm> arms) implements Serializable {
  private static final double HASHES = 0x1p53;
  private static final int UNUSED_BITS = 11;

  /**
   * An arm.
   *
   * @param name the arm's name
   * @param share its share of users, above 0; all shares add up to 1
   * @param rungs what its lists are made of
   */
  public record Arm(String name, double share, Set<Rung> rungs) implements Serializable {}

  /** As it is configured. */
  public static Experiment of(JobConfig config) {
    Map<String, Double> shares = new TreeMap<>();
    config.get(ListOptions.ARMS).forEach((arm, share) -> shares.put(arm, Double.valueOf(share)));
    double total = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<String, String> rungs = config.get(ListOptions.ARM_RUNGS);
    return new Experiment(
        config.get(ListOptions.EXPERIMENT),
        shares.entrySet().stream()
            .map(arm -> new Arm(arm.getKey(), arm.getValue() / total, rungs(rungs, arm.getKey())))
            .toList());
  }

  /** The user's arm. */
  public Arm armOf(UserHash user) {
    double left = position(user);
    for (Arm arm : arms) {
      left -= arm.share;
      if (left < 0) {
        return arm;
      }
    }
    // What rounding leaves.
    return arms.get(arms.size() - 1);
  }

  /** The arm of this name. */
  public Arm arm(String armName) {
    return arms.stream()
        .filter(arm -> arm.name.equals(armName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no arm " + armName + " in " + name));
  }

  /** Where the user's hash lies between 0 and 1. */
  private double position(UserHash user) {
    HashFunction murmur = Hashing.murmur3_128(0x6e6f7766);
    long hash =
        murmur
            .newHasher()
            .putString(name, StandardCharsets.UTF_8)
            .putLong(user.high())
            .putLong(user.low())
            .hash()
            .asLong();
    return (hash >>> UNUSED_BITS) / HASHES;
  }

  private static Set<Rung> rungs(Map<String, String> given, String arm) {
    String names = given.get(arm);
    return names == null ? EnumSet.allOf(Rung.class) : rungs(names);
  }

  /**
   * The rungs of {@code region-trend|fresh}.
   *
   * @throws IllegalArgumentException when one is not known
   */
  static Set<Rung> rungs(String names) {
    Set<Rung> rungs = EnumSet.noneOf(Rung.class);
    for (String name : Arrays.asList(names.split("[|]", -1))) {
      rungs.add(rung(name.trim()));
    }
    return rungs;
  }

  private static Rung rung(String name) {
    return Arrays.stream(Rung.values())
        .filter(rung -> label(rung).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown rung '"
                        + name
                        + "'; known are "
                        + String.join(
                            ", ", Arrays.stream(Rung.values()).map(Experiment::label).toList())));
  }

  private static String label(Rung rung) {
    return rung.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
