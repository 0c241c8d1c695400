package io.nowfeed.local.evaluate;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A number in a file that is mapped into memory: by it the end of the job tells its beginning how
 * far it is. Tasks of a job share nothing else, not even objects in one process.
 */
final class SharedNumber {
  private static final VarHandle VALUE =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;

  private SharedNumber(ByteBuffer memory) {
    this.memory = memory;
  }

  /** The number in a file, 0 in a new one. */
  static SharedNumber in(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new SharedNumber(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
    }
  }

  /** Makes it at least this number. */
  void raise(long number) {
    for (long known = get(); known < number; known = get()) {
      if (VALUE.compareAndSet(memory, 0, known, number)) {
        return;
      }
    }
  }

  long get() {
    return (long) VALUE.getVolatile(memory, 0);
  }
}
