package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.Action;
import io.nowfeed.events.ContentItem;
import io.nowfeed.events.Fixtures;
import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.MatchReason;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.RecommendedItem;
import io.nowfeed.events.Relevance;
import io.nowfeed.events.UserAttributes;
import io.nowfeed.jobs.JobFixtures;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.UserHash;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;

/** The subtasks of a recommender. Its users read English in Britain, and chose sport. */
final class RecommenderRun implements AutoCloseable {
  static final UserAttributes BRITON = Fixtures.user("GB", "en", "sport");
  private static final String ARM = "full";
  private static final int MAX_PARALLELISM = 16;

  private RecommendationOptions options;
  private final List<Recommendations> lists = new ArrayList<>();
  private final List<Relevance> relevance = new ArrayList<>();
  private List<
          KeyedBroadcastOperatorTestHarness<UserHash, Question, CatalogueUpdate, Recommendations>>
      subtasks;
  private long occasions;

  /** A recommender of one subtask that starts at noon. */
  RecommenderRun(RecommendationOptions options) throws Exception {
    this.options = options;
    startFrom(null, 1, 1, Fixtures.NOON);
  }

  void clockIs(long now) throws Exception {
    for (var subtask : subtasks) {
      subtask.setProcessingTime(now);
    }
  }

  /** No event before is expected any more. */
  void watermarkIs(long watermark) throws Exception {
    for (var subtask : subtasks) {
      subtask.processWatermark(watermark);
      subtask.processBroadcastWatermark(watermark);
    }
    read();
  }

  /** What lives too long is forgotten by this clock. */
  void stateIsOf(long now) {
    subtasks.forEach(subtask -> subtask.setStateTtlProcessingTime(now));
  }

  /** Fails, and starts from a checkpoint of just before. */
  void restartAt(long now) throws Exception {
    restartAt(now, subtasks.size());
  }

  /** Fails, and starts with so many subtasks. */
  void restartAt(long now, int parallelism) throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
    for (int i = 0; i < states.length; i++) {
      states[i] = subtasks.get(i).snapshot(1, now);
    }
    close();
    startFrom(
        AbstractStreamOperatorTestHarness.repackageState(states), states.length, parallelism, now);
  }

  /** Stops, and starts from a savepoint with other options. */
  void restartWith(RecommendationOptions other, long now) throws Exception {
    options = other;
    restartAt(now);
  }

  /** A beacon of a user whose history is empty. */
  void beacon(String user, long ts) throws Exception {
    beacon(user, ts, 0);
  }

  /** A beacon for which so many items are asked; the number of the occasion. */
  long beacon(String user, long ts, int asked) throws Exception {
    return listFor(JobFixtures.active(user, BRITON, MatchReason.MATCHED, ts), asked);
  }

  /** An active user does something; no item is asked. */
  void active(String user, Action action, String contentId, long ts) throws Exception {
    listFor(interaction(user, action, contentId, "s-1", ts), 0);
  }

  /** Somebody does something whose last beacon was long ago. */
  void inactive(String user, Action action, String contentId, long ts) throws Exception {
    happens(
        new Occasion(
            interaction(user, action, contentId, "s-1", ts), ++occasions, false, ARM, 0, 0, null));
  }

  /** An occasion for a list, for which so many items are asked; its number. */
  long listFor(EnrichedEvent event, int asked) throws Exception {
    happens(new Occasion(event, ++occasions, true, ARM, asked, 0, List.of()));
    return occasions;
  }

  void erased(String user) throws Exception {
    happens(new Occasion(EnrichedEvent.erasure(user), occasions, false, null, 0, 0, null));
  }

  void happens(Occasion occasion) throws Exception {
    hears(Question.of(occasion));
  }

  void answers(Neighbours answer) throws Exception {
    hears(Question.of(answer));
  }

  void published(ContentItem item) throws Exception {
    update(CatalogueUpdate.of(new ContentChange(item.contentId(), item)));
  }

  void withdrawn(String contentId) throws Exception {
    update(CatalogueUpdate.of(new ContentChange(contentId, null)));
  }

  void popular(Leaderboard board) throws Exception {
    update(CatalogueUpdate.of(board));
  }

  /** All lists, also those of before a restart. */
  List<Recommendations> lists() {
    return List.copyOf(lists);
  }

  Recommendations lastList() {
    return lists.get(lists.size() - 1);
  }

  /** The items of the last list. */
  List<String> lastItems() {
    return lastList().items().stream().map(RecommendedItem::contentId).toList();
  }

  List<Long> versions() {
    return lists.stream().map(Recommendations::version).toList();
  }

  List<Relevance> relevance() {
    return List.copyOf(relevance);
  }

  int stateEntries() {
    return subtasks.stream().mapToInt(RecommenderRun::stateEntries).sum();
  }

  @Override
  public void close() throws Exception {
    for (var subtask : subtasks) {
      subtask.close();
    }
  }

  static EnrichedEvent interaction(
      String user, Action action, String contentId, String sessionId, long ts) {
    return JobFixtures.interacted(
        user, BRITON, action, contentId, sessionId, MatchReason.MATCHED, ts);
  }

  private void hears(Question question) throws Exception {
    int subtask =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            question.user(), MAX_PARALLELISM, subtasks.size());
    subtasks.get(subtask).processElement(question, 0);
    read();
  }

  private void update(CatalogueUpdate update) throws Exception {
    for (var subtask : subtasks) {
      subtask.processBroadcastElement(update, 0);
    }
    read();
  }

  private void read() {
    for (var subtask : subtasks) {
      lists.addAll(subtask.extractOutputValues());
      subtask.getOutput().clear();
      var measured = subtask.getSideOutput(RecommendationStage.RELEVANCE);
      while (measured != null && !measured.isEmpty()) {
        relevance.add(measured.poll().getValue());
      }
    }
  }

  private void startFrom(OperatorSubtaskState state, int before, int parallelism, long now)
      throws Exception {
    subtasks = new ArrayList<>();
    for (int i = 0; i < parallelism; i++) {
      var subtask = subtask(parallelism, i);
      subtasks.add(subtask);
      subtask.setStateTtlProcessingTime(now);
      subtask.setup();
      if (state != null) {
        subtask.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                state, MAX_PARALLELISM, before, parallelism, i));
      }
      subtask.open();
      subtask.setProcessingTime(now);
    }
  }

  private KeyedBroadcastOperatorTestHarness<UserHash, Question, CatalogueUpdate, Recommendations>
      subtask(int parallelism, int index) throws Exception {
    return new KeyedBroadcastOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new Recommender(options, "1.2.3"),
            List.of(BroadcastCatalogue.CONTENT, BroadcastCatalogue.TRENDS)),
        Question::user,
        FlowTypes.USER_HASH,
        MAX_PARALLELISM,
        parallelism,
        index);
  }

  private static int stateEntries(KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> subtask) {
    CoBroadcastWithKeyedOperator<?, ?, ?, ?> operator =
        (CoBroadcastWithKeyedOperator<?, ?, ?, ?>) subtask.getOperator();
    return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
  }
}
