package io.nowfeed.local.replay;

import java.nio.file.Path;
import org.apache.commons.csv.CSVRecord;

/** The rows of a file as a mapping reads them, numbered from 1. One thread. */
public final class RowReader implements AutoCloseable {
  private final CsvRows rows;
  private final RowParser parser;
  private long number;

  private RowReader(CsvRows rows, RowParser parser) {
    this.rows = rows;
    this.parser = parser;
  }

  /**
   * Opens the file.
   *
   * @throws ReplayException when it cannot be read, or lacks a column
   */
  public static RowReader open(Path file, ReplayMapping mapping) {
    CsvRows rows = CsvRows.open(file, mapping);
    try {
      return new RowReader(rows, new RowParser(mapping, rows.header()));
    } catch (ReplayException e) {
      rows.close();
      throw new ReplayException("replay file " + file + ": " + e.getMessage(), e);
    }
  }

  /** The next row, or null at the end. */
  public ReplayRow next() {
    CSVRecord row = rows.next();
    if (row == null) {
      return null;
    }
    number++;
    return parser.parse(row, number);
  }

  @Override
  public void close() {
    rows.close();
  }
}
