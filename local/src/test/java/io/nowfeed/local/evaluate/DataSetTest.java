package io.nowfeed.local.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nowfeed.local.replay.ReplayException;
import io.nowfeed.local.replay.ReplayRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {
  private static final String HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

  @TempDir private Path folder;

  @Test
  void eventsComeInTheOrderOfTheirTime() throws IOException {
    DataSet data =
        read(row("1", "a", 30, "7.0"), row("2", "b", 10, "8.0"), row("1", "c", 30, "7.0"));

    assertThat(items(data)).containsExactly("b", "a", "c");
    assertThat(data.moved()).isEqualTo(1);
  }

  @Test
  void rowsOfNobodyAreLeftOut() throws IOException {
    DataSet data = read(row("1", "a", 1, "7.0"), row("2", "b", 2, ""), row("C3", "c", 3, "7.0"));

    assertThat(items(data)).containsExactly("a");
    assertThat(data.counts().rowsRead()).isEqualTo(3);
    assertThat(data.counts().anonymous()).isEqualTo(1);
  }

  @Test
  void withoutAUserColumnASessionIsSomebody() throws IOException {
    Path mapping =
        Files.writeString(
            folder.resolve("sessions.properties"),
            """
            session.column = InvoiceNo
            content.column = StockCode
            timestamp.column = InvoiceDate
            timestamp.pattern = yyyy-MM-dd HH:mm:ss
            action.fixed = click
            """);
    Path file = write(row("1", "a", 1, ""), row("1", "b", 2, ""));

    DataSet data = DataSetFile.of(file, mapping).read();

    assertThat(items(data)).containsExactly("a", "b");
    assertThat(EventTable.of(data.rows()).userCount()).isEqualTo(1);
  }

  @Test
  void anItemIsAsItsFirstRowDescribesIt() throws IOException {
    DataSet data = read(row("1", "a", 1, "7.0"), row("2", "a", 2, "8.0").replace("ITEM", "OTHER"));

    assertThat(data.rows().get(1).content()).isSameAs(data.rows().get(0).content());
  }

  @Test
  void aFileWithoutUsersIsRefused() {
    assertThatThrownBy(() -> read(row("1", "a", 1, "")))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("no event of a user");
  }

  @Test
  void sessionsAreShuffledWithinThemselves() throws IOException {
    DataSet data =
        read(
            IntStream.range(0, 60)
                .mapToObj(i -> row(i % 3 == 0 ? "1" : "2", "i" + i, i, i % 3 == 0 ? "7" : "8"))
                .toArray(String[]::new));

    DataSet shuffled = data.shuffled(1);

    assertThat(items(shuffled))
        .isNotEqualTo(items(data))
        .containsExactlyInAnyOrderElementsOf(items(data))
        .isEqualTo(items(data.shuffled(1)))
        .isNotEqualTo(items(data.shuffled(2)));
    assertThat(shuffled.rows().stream().map(ReplayRow::ts))
        .containsExactlyElementsOf(data.rows().stream().map(ReplayRow::ts).toList());
    assertThat(shuffled.rows().stream().map(ReplayRow::sessionId))
        .containsExactlyElementsOf(data.rows().stream().map(ReplayRow::sessionId).toList());
    assertThat(shuffled.rows().stream().map(ReplayRow::eventId)).doesNotHaveDuplicates();
  }

  private DataSet read(String... rows) throws IOException {
    return DataSetFile.of(write(rows), null).read();
  }

  private Path write(String... rows) throws IOException {
    return Files.write(
        folder.resolve("file.csv"), Stream.concat(Stream.of(HEADER), Stream.of(rows)).toList());
  }

  private static String row(String invoice, String item, int minute, String customer) {
    return "%s,%s,ITEM,6,2010-12-01 08:%02d:00,2.55,%s,France"
        .formatted(invoice, item, minute, customer);
  }

  private static List<String> items(DataSet data) {
    return data.rows().stream().map(row -> row.content().contentId()).toList();
  }
}
