package io.nowfeed.bench.hotpath;

import java.io.OutputStream;
import java.util.List;

/**
 * The process of a {@link Contender}: runs it until the standard input ends. Its first line is what
 * it used between a third of the events and nearly all: before, it compiles and connects; behind,
 * there is not always something to do.
 */
final class ContenderMain {
  private static final double FROM = 0.35;
  private static final double TO = 0.95;

  private ContenderMain() {}

  public static void main(String[] args) {
    try {
      Contender contender = Contender.valueOf(args[0]);
      long events = Long.parseLong(args[1]);
      contender.start(Setting.of(List.of(args).subList(2, args.length)));
      Measured measured =
          new Gauge(contender.function().events())
              .measure((long) (events * FROM), (long) (events * TO));
      System.out.println(measured.line());
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
      // A job that runs for ever has nothing to close; shutdown hooks write flight recordings.
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
