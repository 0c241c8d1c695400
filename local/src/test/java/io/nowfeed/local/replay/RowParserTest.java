package io.nowfeed.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nowfeed.events.Action;
import io.nowfeed.events.Beacon;
import io.nowfeed.events.Interaction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowParserTest {
  private static final long AT_0826 = Instant.parse("2010-12-01T08:26:00Z").toEpochMilli();

  @TempDir private Path folder;

  @Test
  void aRetailRowIsAPurchaseOfACustomer() {
    ReplayRow row = onlyRow(Retail.row("536365", "85123A", 26, "17850.0", "United Kingdom"));

    assertThat(row.toInteraction())
        .isEqualTo(
            new Interaction(
                "536365-1", "17850", null, "536365", "85123A", Action.PURCHASE, AT_0826, null));
    assertThat(row.toBeacon())
        .isEqualTo(new Beacon("536365-1-beacon", "17850", null, "536365", AT_0826, null, null));
    assertThat(row.attributes()).isEqualTo(Map.of("country", "United Kingdom"));
    assertThat(row.content().title()).isEqualTo("ITEM, 85123A");
  }

  @Test
  void aRowWithoutCustomerIsAnonymousInItsInvoice() {
    ReplayRow row = onlyRow(Retail.row("536365", "85123A", 26, "", "United Kingdom"));

    assertThat(row.isAnonymous()).isTrue();
    assertThat(row.sessionId()).isEqualTo("536365");
    assertThat(row.attributes()).isEmpty();
  }

  @Test
  void rowsAreSkippedUnderTheFirstReasonThatFits() {
    Path file =
        Retail.write(
            folder,
            "C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom",
            "536589,21777,,-10,2010-12-01 16:50:00,0.0,,United Kingdom",
            "536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom",
            "536414,22139,,many,2010-12-01 11:52:00,1.0,,United Kingdom",
            "536414,22139",
            "536414,,,56,2010-12-01 11:52:00,1.0,,United Kingdom",
            "536414,22139,,56,yesterday,1.0,,United Kingdom",
            "536414,22139,,56,1990-12-01 11:52:00,1.0,,United Kingdom",
            ",22139,,56,2010-12-01 11:52:00,1.0,,United Kingdom");

    assertThat(Retail.read(file))
        .extracting(ReplayRow::skipReason)
        .containsExactly(
            "cancellation",
            "quantity_not_positive",
            "price_not_positive",
            "quantity_not_positive",
            RowParser.WRONG_NUMBER_OF_COLUMNS,
            RowParser.NO_CONTENT,
            RowParser.NO_TIMESTAMP,
            RowParser.NO_TIMESTAMP,
            RowParser.NOBODY);
  }

  @Test
  void aGzippedFileReadsTheSame() throws IOException {
    Path plain = Retail.write(folder, Retail.row("1", "a", 1, "7.0", "France"));
    Path packed = folder.resolve("packed-under-any-name");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(plain, out);
    }

    assertThat(Retail.read(packed)).isEqualTo(Retail.read(plain));
  }

  @Test
  void aForeignExportIsReadByItsOwnMapping() throws IOException {
    ReplayMapping mapping =
        ReplayMappingTest.parse(
            """
            csv.delimiter = ;
            csv.charset = ISO-8859-1
            user.column = who
            content.column = what
            timestamp.column = when
            timestamp.pattern = dd.MM.yyyy HH:mm
            timestamp.zone = Europe/Berlin
            action.column = did
            action.map.gelesen = watch
            event-id.column = id
            user.attribute.interests = likes
            user.attribute.birth_year = born
            content.attribute.category = kind
            """);
    Path file = folder.resolve("own.csv");
    Files.write(
        file,
        List.of(
            "id;who;what;when;did;likes;born;kind;übrig",
            "e1;ann;n7;02.07.2024 12:00;gelesen;news|sport;1990;news;x",
            "e2;bob;n7;02.07.2024 12:01;click;;;news;x",
            "e3;bob;n7;02.07.2024 12:01;geträumt;;;news;x"),
        StandardCharsets.ISO_8859_1);

    List<ReplayRow> rows = Retail.read(file, mapping);

    assertThat(rows.get(0).toInteraction())
        .isEqualTo(
            new Interaction(
                "e1",
                "ann",
                null,
                "ann@2024-07-02",
                "n7",
                Action.WATCH,
                Instant.parse("2024-07-02T10:00:00Z").toEpochMilli(),
                null));
    assertThat(rows.get(0).attributes())
        .isEqualTo(Map.of("interests", "news|sport", "birth_year", "1990"));
    assertThat(rows.get(0).content().category()).isEqualTo("news");
    assertThat(rows.get(1).action()).isEqualTo(Action.CLICK);
    assertThat(rows.get(1).attributes()).isEmpty();
    assertThat(rows.get(2).skipReason()).isEqualTo(RowParser.UNKNOWN_ACTION);
  }

  @Test
  void aFileWithoutAColumnIsRefusedWithTheColumnsItHas() throws IOException {
    Path file = folder.resolve("other.csv");
    Files.writeString(file, "InvoiceNo,StockCode,Land\n1,2,3\n");

    assertThatThrownBy(() -> Retail.read(file))
        .isInstanceOf(ReplayException.class)
        .hasMessageStartingWith("replay file " + file)
        .hasMessageContaining("'Country', 'CustomerID'")
        .hasMessageEndingWith("It has: InvoiceNo, StockCode, Land");
  }

  @Test
  void unreadableFilesAreNamed() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.csv"));
    Path broken = Retail.write(folder, "1,a,\"open,6,2010-12-01 08:26:00,1,,UK");

    assertThatThrownBy(() -> Retail.read(folder.resolve("none.csv")))
        .hasMessageContaining("none.csv cannot be read: no such file");
    assertThatThrownBy(() -> Retail.read(empty)).hasMessageContaining("empty.csv is empty");
    assertThatThrownBy(() -> Retail.read(broken))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("not CSV");
  }

  @Test
  void timesAreReadInEveryForm() {
    assertThat(millis("epoch-millis", "1291191960000")).isEqualTo(AT_0826);
    assertThat(millis("epoch-seconds", "1291191960.5")).isEqualTo(AT_0826 + 500);
    assertThat(millis("yyyy-MM-dd'T'HH:mm:ssXXX", "2010-12-01T09:26:00+01:00")).isEqualTo(AT_0826);
    assertThat(millis("yyyy-MM-dd", "2010-12-01"))
        .isEqualTo(Instant.parse("2010-12-01T00:00:00Z").toEpochMilli());
    assertThat(millis("yyyy-MM-dd", "1.12.2010")).isEqualTo(TimestampFormat.NONE);
    assertThat(millis("epoch-millis", "1291191960")).isEqualTo(TimestampFormat.NONE);
  }

  private static long millis(String pattern, String text) {
    return TimestampFormat.of(pattern, "UTC", "test").millis(text);
  }

  private ReplayRow onlyRow(String line) {
    return Retail.read(Retail.write(folder, line)).get(0);
  }
}
