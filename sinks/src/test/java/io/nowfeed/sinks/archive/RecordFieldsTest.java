package io.nowfeed.sinks.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class RecordFieldsTest {
  private static final Schema ITEM =
      Schema.createRecord(
          "Item",
          null,
          "n",
          false,
          List.of(field("content_id", Schema.create(Schema.Type.STRING))));
  private static final Schema LIST =
      Schema.createRecord(
          "List",
          null,
          "n",
          false,
          List.of(
              field("made_at", Schema.create(Schema.Type.LONG)),
              field("kind", Schema.create(Schema.Type.STRING)),
              field("items", Schema.createArray(ITEM))));

  /** In another order than the schema. */
  public record ListRow(List<ItemRow> items, Kind kind, long madeAt) {}

  /** Within it. */
  public record ItemRow(String contentId) {}

  /** Of it. */
  public enum Kind {
    NEW
  }

  @Test
  void componentsAreFoundByName() {
    ItemRow item = new ItemRow("c-1");
    ListRow list = new ListRow(List.of(item), Kind.NEW, 5);

    var records = RecordFields.of(ListRow.class, LIST);

    assertThat(records.get("n.List").value(list, 0)).isEqualTo(5L);
    assertThat(records.get("n.List").value(list, 1)).isEqualTo("NEW");
    assertThat(records.get("n.List").value(list, 2)).isEqualTo(List.of(item));
    assertThat(records.get("n.Item").value(item, 0)).isEqualTo("c-1");
  }

  @Test
  void aRecordThatDoesNotFitIsRefusedWithBothSides() {
    assertThatThrownBy(() -> RecordFields.of(ItemRow.class, LIST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Record ItemRow does not fit the schema n.List: the record has [content_id], the schema"
                + " [items, kind, made_at]");
  }

  private static Schema.Field field(String name, Schema type) {
    return new Schema.Field(name, type);
  }
}
