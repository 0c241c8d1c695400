package io.nowfeed.bench.traffic;

/** Numbers that look like chance, but follow from what they are made of. */
public final class Mix {
  private Mix() {}

  /** A number scattered over 64 bits: the last step of SplittableRandom. */
  public static long of(long number) {
    long z = number + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A number from 0 to a bound, exclusive, that a scattered one stands for. */
  public static int below(int bound, long mixed) {
    return (int) Math.floorMod(mixed, (long) bound);
  }
}
