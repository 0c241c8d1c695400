package io.nowfeed.jobs.recommendation;

import io.nowfeed.events.Leaderboard;
import io.nowfeed.events.Recommendations;
import io.nowfeed.events.Relevance;
import io.nowfeed.jobs.flow.ContentChange;
import io.nowfeed.jobs.flow.FlowTypes;
import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.WireType;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Recommends content to active users. */
public final class RecommendationStage {
  /** The recommender's uid; state hangs on it. */
  public static final String UID = "recommend";

  /** Uid of the occasions' way to the recommender. */
  public static final String OCCASIONS_UID = "recommend-occasions";

  /** Uid of the answers' way to the recommender. */
  public static final String ANSWERS_UID = "recommend-answers";

  /** Uid of the content's way to the recommender. */
  public static final String CONTENT_UID = "catalogue-content";

  /** Uid of the leaderboards' way to the recommender. */
  public static final String BOARDS_UID = "catalogue-boards";

  /** What lists were worth. */
  public static final OutputTag<Relevance> RELEVANCE =
      new OutputTag<>("relevance", TypeInformation.of(Relevance.class));

  private static final TypeInformation<Question> QUESTION =
      new WireType<>(Question.class, QuestionSerializer.INSTANCE);

  private RecommendationStage() {}

  /**
   * The lists, in the order of each user's occasions; what they were worth is its side output.
   *
   * @param occasions users' events with what their profiles say
   * @param answers the neighbours that were asked for
   * @param content changes of the content
   * @param boards leaderboards
   */
  public static SingleOutputStreamOperator<Recommendations> attach(
      DataStream<Occasion> occasions,
      DataStream<Neighbours> answers,
      DataStream<ContentChange> content,
      DataStream<Leaderboard> boards,
      RecommendationOptions options,
      String jobVersion) {
    return questions(occasions, answers)
        .keyBy(Question::user, FlowTypes.USER_HASH)
        .connect(
            updates(content, boards)
                .broadcast(BroadcastCatalogue.CONTENT, BroadcastCatalogue.TRENDS))
        .process(new Recommender(options, jobVersion))
        .returns(Recommendations.class)
        .uid(UID)
        .name("Recommend");
  }

  private static DataStream<Question> questions(
      DataStream<Occasion> occasions, DataStream<Neighbours> answers) {
    return occasions
        .map(Question::of)
        .returns(QUESTION)
        .uid(OCCASIONS_UID)
        .name("Occasions")
        .union(answers.map(Question::of).returns(QUESTION).uid(ANSWERS_UID).name("Answers"));
  }

  private static DataStream<CatalogueUpdate> updates(
      DataStream<ContentChange> content, DataStream<Leaderboard> boards) {
    return content
        .map(CatalogueUpdate::of)
        .returns(CatalogueUpdate.class)
        .uid(CONTENT_UID)
        .name("Content to catalogue")
        .union(
            boards
                .map(CatalogueUpdate::of)
                .returns(CatalogueUpdate.class)
                .uid(BOARDS_UID)
                .name("Leaderboards to catalogue"));
  }
}
