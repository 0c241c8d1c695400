package io.nowfeed.local.traffic;

import java.util.random.RandomGenerator;

/**
 * Ranks as attention has them: the first is chosen most. Sampled by inverting the continuous
 * distribution of density {@code x^-exponent}, which needs no table, so that the number of ranks
 * may change with every call.
 */
final class Zipf {
  private static final double EXPONENT = 1.1;

  private Zipf() {}

  /** A rank from 0 to {@code ranks - 1}. */
  static int rank(int ranks, RandomGenerator random) {
    double power = 1 - EXPONENT;
    double last = Math.pow(ranks + 1.0, power);
    double x = Math.pow(1 + random.nextDouble() * (last - 1), 1 / power);
    return Math.min(ranks - 1, (int) x - 1);
  }
}
