package io.nowfeed.local.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Small files in the shape of Online Retail. */
final class Retail {
  static final String HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

  private Retail() {}

  /** A row bought at 2010-12-01 08:{@code minute}. */
  static String row(String invoice, String item, int minute, String customer, String country) {
    return invoice
        + ","
        + item
        + ",\"ITEM, "
        + item
        + "\",6,2010-12-01 08:"
        + (minute < 10 ? "0" : "")
        + minute
        + ":00,2.55,"
        + customer
        + ","
        + country;
  }

  /** The event time of such a row. */
  static long millis(int minute) {
    return Instant.parse("2010-12-01T08:00:00Z").plus(minute, ChronoUnit.MINUTES).toEpochMilli();
  }

  static Path write(Path folder, String... rows) {
    return write(folder.resolve("retail.csv"), List.of(rows));
  }

  static Path write(Path file, List<String> rows) {
    try {
      return Files.write(file, Stream.concat(Stream.of(HEADER), rows.stream()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All rows of a file under the retail mapping. */
  static List<ReplayRow> read(Path file) {
    return read(file, ReplayMapping.onlineRetail());
  }

  static List<ReplayRow> read(Path file, ReplayMapping mapping) {
    try (RowReader reader = RowReader.open(file, mapping)) {
      return Stream.generate(reader::next).takeWhile(row -> row != null).toList();
    }
  }
}
