package io.nowfeed.jobs.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.Fixtures;
import io.nowfeed.events.MatchReason;
import io.nowfeed.jobs.JobFixtures;
import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.Taste;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.Visit;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuestionSerializerTest {
  private static final EnrichedEvent EVENT =
      JobFixtures.active(
          "ann", Fixtures.user("GB", "en", "sport"), MatchReason.MATCHED, Fixtures.NOON);

  static Stream<Question> questions() {
    UserHash ann = UserHash.of("ann");
    return Stream.of(
        Question.of(
            new Occasion(
                EVENT,
                7,
                true,
                "full",
                2,
                3,
                List.of(new Taste("sport", 1.5), new Taste("news", .25)))),
        Question.of(new Occasion(EVENT, 8, false, null, 0, 1, List.of())),
        Question.of(
            new Neighbours(
                ann,
                9,
                1L << 40,
                .5f,
                new long[] {2, 3},
                new float[] {1, .25f},
                new int[] {20, 10})),
        Question.of(Neighbours.none(Visit.ask(1L << 41, ann, 10, .75f, Fixtures.NOON))));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void questionsArriveAsTheyWereSent(Question question) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    QuestionSerializer.INSTANCE.serialize(question, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    Question arrived = QuestionSerializer.INSTANCE.deserialize(in);

    assertThat(in.available()).isZero();
    // Recursively, because records with arrays equal only themselves.
    assertThat(arrived).usingRecursiveComparison().isEqualTo(question);
  }
}
