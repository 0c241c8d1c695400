package io.nowfeed.jobs.covisitation;

import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.Visit;
import java.util.Arrays;

/**
 * What an item knows of the items that are engaged with after it: an accumulator, of 25 bytes and
 * 16 for each neighbour. The heaviest neighbour comes first.
 *
 * <p>A new neighbour starts at its own weight and takes the place of the lightest. (Space-Saving,
 * by which it would inherit the weight of the one it replaces, makes one-off neighbours look like
 * true ones: see RATIONALE.md.)
 */
public final class Neighbourhood {
  /** How often in a half-life weights are made those of now, at most. */
  private static final int STEPS = 100;

  /** The hashes of the neighbours: no room is kept for more, because state is mostly written. */
  public long[] items = new long[0];

  /** How heavy each is, as of {@link #at}. */
  public float[] weights = new float[0];

  /** How often users engaged with both since the neighbour is known. */
  public int[] counts = new int[0];

  /** Event time as of which weights are, epoch milliseconds. */
  public long at;

  /**
   * A user engaged with {@code item} after this one.
   *
   * @param weight above 0
   * @param ts event time; what is learnt late counts as much as if it had come in time
   * @param limit neighbours at most
   */
  void learn(long item, float weight, long ts, double halfLifeMillis, int limit) {
    age(ts, halfLifeMillis);
    float now = weight * decay(at - ts, halfLifeMillis);
    int place = find(item);
    if (place == items.length) {
      place = place < limit ? append() : place - 1;
      items[place] = item;
      weights[place] = 0;
      counts[place] = 0;
    }
    weights[place] += now;
    counts[place]++;
    rise(place);
  }

  /** The heaviest neighbours, for one who asks. */
  Neighbours answer(Visit visit, double halfLifeMillis, int limit) {
    int most = Math.min(items.length, limit);
    float decay = decay(Math.max(0, visit.ts() - at), halfLifeMillis);
    float[] scores = new float[most];
    for (int i = 0; i < most; i++) {
      scores[i] = weights[i] * decay;
    }
    return new Neighbours(
        visit.asker(),
        visit.number(),
        visit.item(),
        visit.weight(),
        Arrays.copyOf(items, most),
        scores,
        Arrays.copyOf(counts, most));
  }

  /**
   * Makes weights those of now, once enough time has passed for it to show: of a moment a float
   * knows no decay. What is learnt before counts more by what has passed, so that nothing is lost.
   */
  private void age(long now, double halfLifeMillis) {
    if (items.length == 0) {
      at = now;
    } else if (now - at > halfLifeMillis / STEPS) {
      float decay = decay(now - at, halfLifeMillis);
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= decay;
      }
      at = now;
    }
  }

  private int find(long item) {
    int place = 0;
    while (place < items.length && items[place] != item) {
      place++;
    }
    return place;
  }

  private int append() {
    int last = items.length;
    items = Arrays.copyOf(items, last + 1);
    weights = Arrays.copyOf(weights, last + 1);
    counts = Arrays.copyOf(counts, last + 1);
    return last;
  }

  private void rise(int from) {
    long item = items[from];
    float weight = weights[from];
    int count = counts[from];
    int place = from;
    for (; place > 0 && weights[place - 1] < weight; place--) {
      items[place] = items[place - 1];
      weights[place] = weights[place - 1];
      counts[place] = counts[place - 1];
    }
    items[place] = item;
    weights[place] = weight;
    counts[place] = count;
  }

  private static float decay(long millis, double halfLifeMillis) {
    return (float) Math.pow(2, -millis / halfLifeMillis);
  }
}
