package io.nowfeed.local.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells one export from another without reading all of it.
 *
 * @param name the file's name without its folder, so that a moved file stays the same
 * @param size bytes on disk
 * @param firstRowHash SHA-256 of the header and the first row, hex
 */
record FileIdentity(String name, long size, String firstRowHash) {

  static FileIdentity of(Path file, Charset charset) {
    try (BufferedReader lines = CsvRows.reader(file, charset)) {
      String top = lines.readLine() + "\n" + lines.readLine();
      return new FileIdentity(file.getFileName().toString(), Files.size(file), Hashes.sha256(top));
    } catch (IOException e) {
      throw CsvRows.unreadable(file, e);
    }
  }
}
