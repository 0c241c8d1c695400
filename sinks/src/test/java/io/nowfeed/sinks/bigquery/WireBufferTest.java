package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows share chunks and must not notice. */
class WireBufferTest {
  private final WireBuffer buffer = new WireBuffer();

  @Test
  void rowsStayAsTheyWereWhileOthersAreWritten() throws IOException {
    List<ByteString> rows = IntStream.range(0, 3_000).mapToObj(i -> row(i, text(i))).toList();

    for (int i = 0; i < rows.size(); i++) {
      CodedInputStream row = rows.get(i).newCodedInput();
      assertThat(row.readInt64()).isEqualTo(i);
      int nested = row.readRawVarint32();
      assertThat(row.getTotalBytesRead() + nested).isEqualTo(rows.get(i).size());
      assertThat(row.readString()).isEqualTo(text(i));
      assertThat(row.isAtEnd()).isTrue();
    }
  }

  @Test
  void rowThatDidNotEndIsGone() {
    ByteString whole = row(1, "whole");

    buffer.begin();
    buffer.text("half");

    assertThat(row(1, "whole")).isEqualTo(whole);
  }

  @Test
  void rowLargerThanAChunkHasNeighbours() {
    ByteString small = row(1, "small");
    String huge = "x".repeat(200_000);

    assertThat(row(2, huge).size()).isEqualTo(1 + 3 + 3 + huge.length());
    assertThat(row(1, "small")).isEqualTo(small);
  }

  private ByteString row(long number, String text) {
    buffer.begin();
    buffer.varint(number);
    int nested = buffer.open();
    buffer.text(text);
    buffer.close(nested);
    return buffer.end();
  }

  /** Of many lengths, so that chunks end everywhere in a row; every other one is not ASCII. */
  private static String text(int number) {
    return "x".repeat(number * 37 % 900) + (number % 2 == 0 ? "é" : "");
  }
}
