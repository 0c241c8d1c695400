package io.nowfeed.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** State was written by Guava's: ours must say the same of every text. */
class MurmurTest {
  private static final int MAX_LENGTH = 70;

  @Test
  void itIsGuavas() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      String text = text(random, i % MAX_LENGTH);
      int seed = random.nextInt(Integer.MAX_VALUE);
      HashCode expected = Hashing.murmur3_128(seed).hashUnencodedChars(text);
      ByteBuffer bytes = ByteBuffer.wrap(expected.asBytes()).order(ByteOrder.LITTLE_ENDIAN);

      assertThat(Murmur.of(text, seed))
          .as("%s, seed %d", text, seed)
          .containsExactly(bytes.getLong(), bytes.getLong());
    }
  }

  /** Halves of surrogate pairs, too. */
  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append((char) random.nextInt(random.nextBoolean() ? 128 : 1 << 16));
    }
    return text.toString();
  }
}
