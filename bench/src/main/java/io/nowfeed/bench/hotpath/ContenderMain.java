package io.nowfeed.bench.hotpath;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a {@link Contender}: runs it until the standard input ends. Its first line is what
 * it used between a third of the events and nearly all: before, it compiles and connects; behind,
 * there is not always something to do.
 */
final class ContenderMain {
  private static final Logger LOG = LoggerFactory.getLogger(ContenderMain.class);
  private static final double FROM = 0.35;
  private static final double TO = 0.95;

  private ContenderMain() {}

  public static void main(String[] args) {
    endWithParent();
    try {
      Contender contender = Contender.valueOf(args[0]);
      long events = Long.parseLong(args[1]);
      contender.start(Setting.of(List.of(args).subList(2, args.length)));
      Measured measured =
          new Gauge(contender.function().events())
              .measure((long) (events * FROM), (long) (events * TO));
      System.out.println(measured.line());
      System.out.flush();
    } catch (Throwable e) {
      // Whatever it is: threads of the contender would keep a process alive that says nothing more.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  /** A job that runs for ever has nothing to close; shutdown hooks write flight recordings. */
  static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                LOG.debug("the parent's end of the pipe broke", e);
              }
              System.exit(0);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
