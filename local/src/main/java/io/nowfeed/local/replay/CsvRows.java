package io.nowfeed.local.replay;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The rows of a CSV file, plain or gzipped, behind its header line. One thread. */
final class CsvRows implements AutoCloseable {
  private static final int GZIP_FIRST_BYTE = 0x1f;
  private static final int GZIP_SECOND_BYTE = 0x8b;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<String> header;

  private CsvRows(Path file, CSVParser parser) {
    this.file = file;
    this.parser = parser;
    this.records = parser.iterator();
    this.header = readHeader();
  }

  static CsvRows open(Path file, ReplayMapping mapping) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(mapping.delimiter()).get();
    try {
      return new CsvRows(file, CSVParser.parse(reader(file, mapping.charset()), format));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The file's text, unpacked where it begins as gzip does, whatever its name is. */
  static BufferedReader reader(Path file, Charset charset) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    bytes.mark(2);
    boolean gzip = bytes.read() == GZIP_FIRST_BYTE && bytes.read() == GZIP_SECOND_BYTE;
    bytes.reset();
    InputStream text = gzip ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    return new BufferedReader(new InputStreamReader(text, charset), 1 << 16);
  }

  static ReplayException unreadable(Path file, IOException cause) {
    String why = cause instanceof NoSuchFileException ? "no such file" : cause.getMessage();
    return new ReplayException("replay file " + file + " cannot be read: " + why, cause);
  }

  /** The column names, in order. */
  List<String> header() {
    return header;
  }

  /** The next row, or null at the end. */
  CSVRecord next() {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new ReplayException(
          "replay file "
              + file
              + ", line "
              + parser.getCurrentLineNumber()
              + ": not CSV: "
              + e.getMessage()
              + ". Check the quotes there, and csv.delimiter in the mapping.",
          e);
    }
  }

  private List<String> readHeader() {
    CSVRecord first = next();
    if (first == null) {
      throw new ReplayException(
          "replay file " + file + " is empty; it must begin with a header line");
    }
    List<String> names = new ArrayList<>();
    first.forEach(name -> names.add(name.replace(BYTE_ORDER_MARK, "").strip()));
    return List.copyOf(names);
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
