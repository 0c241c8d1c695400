package io.nowfeed.jobs.recommendation;

import io.nowfeed.jobs.flow.EnrichedEvent;
import io.nowfeed.jobs.flow.EnrichedEventSerializer;
import io.nowfeed.jobs.flow.Neighbours;
import io.nowfeed.jobs.flow.Occasion;
import io.nowfeed.jobs.flow.Taste;
import io.nowfeed.jobs.flow.UserHash;
import io.nowfeed.jobs.flow.WireSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Occasions and answers on their way to the recommender. */
final class QuestionSerializer extends WireSerializer<Question> {
  private static final long serialVersionUID = 1L;

  static final QuestionSerializer INSTANCE = new QuestionSerializer();

  @Override
  public void serialize(Question question, DataOutputView out) throws IOException {
    out.writeLong(question.user().high());
    out.writeLong(question.user().low());
    boolean isOccasion = question.occasion() != null;
    out.writeBoolean(isOccasion);
    if (isOccasion) {
      write(question.occasion(), out);
    } else {
      write(question.answer(), out);
    }
  }

  @Override
  public Question deserialize(DataInputView in) throws IOException {
    UserHash user = new UserHash(in.readLong(), in.readLong());
    return in.readBoolean()
        ? new Question(user, occasion(in), null)
        : new Question(user, null, answer(user, in));
  }

  private static void write(Occasion occasion, DataOutputView out) throws IOException {
    EnrichedEventSerializer.INSTANCE.serialize(occasion.event(), out);
    out.writeLong(occasion.number());
    out.writeBoolean(occasion.lists());
    StringValue.writeString(occasion.arm(), out);
    out.writeInt(occasion.asked());
    out.writeInt(occasion.engagedBefore());
    out.writeInt(occasion.tastes().size());
    for (Taste taste : occasion.tastes()) {
      StringValue.writeString(taste.category(), out);
      out.writeDouble(taste.weight());
    }
  }

  private static Occasion occasion(DataInputView in) throws IOException {
    EnrichedEvent event = EnrichedEventSerializer.INSTANCE.deserialize(in);
    long number = in.readLong();
    boolean lists = in.readBoolean();
    String arm = StringValue.readString(in);
    int asked = in.readInt();
    int engagedBefore = in.readInt();
    int size = in.readInt();
    List<Taste> tastes = size == 0 ? List.of() : new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      tastes.add(new Taste(StringValue.readString(in), in.readDouble()));
    }
    return new Occasion(event, number, lists, arm, asked, engagedBefore, tastes);
  }

  /** Who asked is the user of the question. */
  private static void write(Neighbours answer, DataOutputView out) throws IOException {
    out.writeLong(answer.number());
    out.writeLong(answer.item());
    out.writeFloat(answer.weight());
    out.writeInt(answer.items().length);
    for (int i = 0; i < answer.items().length; i++) {
      out.writeLong(answer.items()[i]);
      out.writeFloat(answer.scores()[i]);
      out.writeInt(answer.counts()[i]);
    }
  }

  private static Neighbours answer(UserHash asker, DataInputView in) throws IOException {
    long number = in.readLong();
    long item = in.readLong();
    float weight = in.readFloat();
    int size = in.readInt();
    long[] items = new long[size];
    float[] scores = new float[size];
    int[] counts = new int[size];
    for (int i = 0; i < size; i++) {
      items[i] = in.readLong();
      scores[i] = in.readFloat();
      counts[i] = in.readInt();
    }
    return new Neighbours(asker, number, item, weight, items, scores, counts);
  }
}
