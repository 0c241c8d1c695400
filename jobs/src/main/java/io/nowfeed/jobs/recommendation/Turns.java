package io.nowfeed.jobs.recommendation;

import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.Occasion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A user's occasions wait here for their answers, each behind the one before it: so lists are made
 * in the order of the user's events. Answers may come before the occasion they are for: they take
 * other channels. State of a user who waits for nothing is empty, and at an aligned checkpoint
 * everybody's is: what was asked before it has been answered before it. What is left of users who
 * were erased while they waited goes with the next occasion, or some time after a list would be
 * forgotten: see {@link io.nowfeed.jobs.flow.TimeToLive#ofRare}.
 */
final class Turns {
  /** By number: of each occasion its number, and how many answers it waits for. */
  private final ValueState<long[]> queue;

  private final MapState<Long, Occasion> occasions;
  private final ListState<Neighbours> answers;

  Turns(RuntimeContext context, StateTtlConfig timeToLive) {
    ValueStateDescriptor<long[]> queueState =
        new ValueStateDescriptor<>("turns", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
    MapStateDescriptor<Long, Occasion> occasionState =
        new MapStateDescriptor<>("occasions", Types.LONG, TypeInformation.of(Occasion.class));
    ListStateDescriptor<Neighbours> answerState =
        new ListStateDescriptor<>("answers", TypeInformation.of(Neighbours.class));
    queueState.enableTimeToLive(timeToLive);
    occasionState.enableTimeToLive(timeToLive);
    answerState.enableTimeToLive(timeToLive);
    queue = context.getState(queueState);
    occasions = context.getMapState(occasionState);
    answers = context.getListState(answerState);
  }

  /** An occasion whose turn it is, with all its answers. */
  record Turn(Occasion occasion, List<Neighbours> answers) {}

  /** Whether the occasion's turn has come at once. */
  boolean isNext(Occasion occasion) throws Exception {
    return occasion.asked() == 0 && queue.value() == null;
  }

  /** The occasion waits. */
  void add(Occasion occasion) throws Exception {
    long[] waiting = forget(occasion.number());
    int place = place(waiting, occasion.number());
    if (place == waiting.length || waiting[place] != occasion.number()) {
      waiting = inserted(waiting, place, occasion.number());
    }
    waiting[place + 1] += occasion.asked();
    queue.update(waiting);
    occasions.put(occasion.number(), occasion);
  }

  /** An answer came; that of an occasion of an erased user is let go, if it shows. */
  void add(Neighbours answer) throws Exception {
    long[] waiting = queue.value() == null ? new long[0] : queue.value();
    int place = place(waiting, answer.number());
    if (place == waiting.length || waiting[place] != answer.number()) {
      if (isBeforeAnOccasion(waiting, place)) {
        return;
      }
      waiting = inserted(waiting, place, answer.number());
    }
    waiting[place + 1]--;
    queue.update(waiting);
    answers.add(answer);
  }

  /** The next occasion with all its answers, null when there is none. */
  Turn next() throws Exception {
    long[] waiting = queue.value();
    if (waiting == null || waiting[1] != 0) {
      return null;
    }
    Occasion occasion = occasions.get(waiting[0]);
    if (occasion == null) {
      return null;
    }
    occasions.remove(waiting[0]);
    if (waiting.length == 2) {
      queue.clear();
    } else {
      queue.update(Arrays.copyOfRange(waiting, 2, waiting.length));
    }
    return new Turn(occasion, answersTo(occasion.number()));
  }

  /**
   * The user is erased: nothing is waited for any more but what the user who came back asked, whose
   * answers may be here before the word of the erasure.
   *
   * @param last the number of the last occasion before the erasure
   */
  void erase(long last) throws Exception {
    occasions.clear();
    long[] left = forget(last + 1);
    if (left.length == 0) {
      queue.clear();
      answers.clear();
    } else {
      queue.update(left);
    }
  }

  /** Occasions come in order: one of a smaller number that is not there was erased. */
  private long[] forget(long before) throws Exception {
    long[] waiting = queue.value();
    if (waiting == null) {
      return new long[0];
    }
    int kept = 0;
    long[] left = new long[waiting.length];
    for (int i = 0; i < waiting.length; i += 2) {
      if (waiting[i] >= before || occasions.contains(waiting[i])) {
        left[kept++] = waiting[i];
        left[kept++] = waiting[i + 1];
      } else {
        answersTo(waiting[i]);
      }
    }
    return Arrays.copyOf(left, kept);
  }

  /** Takes the answers of an occasion out of those that are there. */
  private List<Neighbours> answersTo(long number) throws Exception {
    List<Neighbours> found = new ArrayList<>();
    List<Neighbours> others = new ArrayList<>();
    for (Neighbours answer : answers.get()) {
      (answer.number() == number ? found : others).add(answer);
    }
    if (others.isEmpty()) {
      answers.clear();
    } else if (!found.isEmpty()) {
      answers.update(others);
    }
    return found;
  }

  /** Occasions come in order: before one that is there, none is to come. */
  private boolean isBeforeAnOccasion(long[] waiting, int place) throws Exception {
    for (int i = place; i < waiting.length; i += 2) {
      if (occasions.contains(waiting[i])) {
        return true;
      }
    }
    return false;
  }

  private static int place(long[] waiting, long number) {
    int place = 0;
    while (place < waiting.length && waiting[place] < number) {
      place += 2;
    }
    return place;
  }

  private static long[] inserted(long[] waiting, int place, long number) {
    long[] longer = Arrays.copyOf(waiting, waiting.length + 2);
    System.arraycopy(waiting, place, longer, place + 2, waiting.length - place);
    longer[place] = number;
    longer[place + 1] = 0;
    return longer;
  }
}
