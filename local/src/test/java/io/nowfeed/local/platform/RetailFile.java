package io.nowfeed.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A small export in the shape of Online Retail, and what is in it by the plainest reading of its
 * lines: nothing here knows how a replay reads.
 */
final class RetailFile {
  /** Stands for the country of rows without a customer. */
  static final String NOBODY = "-";

  private static final int INVOICES = 40;
  private static final int ROWS_OF_INVOICE = 70;
  private static final int CUSTOMERS = 10;
  private static final String HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Path path;

  private RetailFile(Path path) {
    this.path = path;
  }

  /** Customers 0, 1 and 2 move away and come back; every ninth invoice is nobody's. */
  static RetailFile write(Path path) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    LocalDateTime time = LocalDateTime.of(2010, 12, 1, 8, 0);
    for (int invoice = 0; invoice < INVOICES; invoice++) {
      int customer = invoice % CUSTOMERS;
      boolean away = customer < 3 && invoice / CUSTOMERS == 1;
      String country = away ? "Norway" : customer % 2 == 0 ? "France" : "United Kingdom";
      for (int row = 0; row < ROWS_OF_INVOICE; row++) {
        lines.add(
            String.join(
                ",",
                (invoice % 11 == 7 ? "C" : "") + (536_000 + invoice),
                "item" + (invoice * 7 + row) % 150,
                "ITEM",
                row % 35 == 5 ? "-1" : "6",
                TIME.format(time.plusMinutes(9L * invoice)),
                row % 35 == 6 ? "0.0" : "2.55",
                invoice % 9 == 8 ? "" : (17_850 + customer) + ".0",
                country));
      }
    }
    Files.write(path, lines);
    return new RetailFile(path);
  }

  Path path() {
    return path;
  }

  long rows() throws IOException {
    return lines().size();
  }

  /** Purchases by country; {@link #NOBODY} for those without a customer. */
  SortedMap<String, Long> purchasesByCountry() throws IOException {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (String[] row : purchases()) {
      counts.merge(row[6].isEmpty() ? NOBODY : row[7], 1L, Long::sum);
    }
    return counts;
  }

  /** Invoices by the country of their first purchase. */
  SortedMap<String, Long> invoicesByCountry() throws IOException {
    SortedMap<String, String> countries = new TreeMap<>();
    for (String[] row : purchases()) {
      countries.putIfAbsent(row[0], row[6].isEmpty() ? NOBODY : row[7]);
    }
    SortedMap<String, Long> counts = new TreeMap<>();
    countries.values().forEach(country -> counts.merge(country, 1L, Long::sum));
    return counts;
  }

  private List<String[]> purchases() throws IOException {
    return lines().stream()
        .map(line -> line.split(",", -1))
        .filter(row -> !row[0].startsWith("C"))
        .filter(row -> Integer.parseInt(row[3]) > 0 && Double.parseDouble(row[5]) > 0)
        .toList();
  }

  private List<String> lines() throws IOException {
    List<String> lines = Files.readAllLines(path);
    return lines.subList(1, lines.size());
  }
}
