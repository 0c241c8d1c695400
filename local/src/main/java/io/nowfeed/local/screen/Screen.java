package io.nowfeed.local.screen;

import java.io.PrintWriter;
import java.util.List;

/** Shows statuses, one a second. */
public abstract class Screen implements AutoCloseable {
  /**
   * A live screen on a terminal; plain lines, fewer, elsewhere.
   *
   * @param terminal whether {@code out} is one
   * @param columns of the terminal
   */
  public static Screen on(PrintWriter out, boolean terminal, int columns) {
    return terminal ? new Terminal(out, columns) : new Lines(out);
  }

  /** Shows a status. */
  public abstract void show(Status status);

  @Override
  public void close() {}

  /** Redraws in place, without flicker: each line is written over and cleared to its end. */
  private static final class Terminal extends Screen {
    private static final String HOME = "\u001b[H";
    private static final String CLEAR = "\u001b[2J";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    private final PrintWriter out;
    private final int columns;
    private boolean drawn;

    Terminal(PrintWriter out, int columns) {
      this.out = out;
      this.columns = columns;
    }

    @Override
    public void show(Status status) {
      StringBuilder text = new StringBuilder();
      if (!drawn) {
        text.append(HIDE_CURSOR).append(CLEAR);
        drawn = true;
      }
      text.append(HOME);
      List<String> lines = StatusText.screen(status);
      for (String line : lines) {
        text.append(line, 0, Math.min(columns, line.length())).append(CLEAR_LINE).append('\n');
      }
      out.print(text.append(CLEAR_BELOW));
      out.flush();
    }

    @Override
    public void close() {
      if (drawn) {
        out.print(SHOW_CURSOR);
        out.flush();
      }
    }
  }

  /** A line every few seconds, for a file or a pipe. */
  private static final class Lines extends Screen {
    private static final int EVERY = 5;

    private final PrintWriter out;
    private long due;

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void show(Status status) {
      // A tick takes a little longer than a second: the very second may never be seen.
      if (status.seconds() >= due) {
        due = (status.seconds() / EVERY + 1) * EVERY;
        out.println(StatusText.line(status));
        out.flush();
      }
    }
  }
}
