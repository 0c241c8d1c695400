package io.nowfeed.bench.hotpath;

import java.util.List;

/** The process of a job beside live traffic: runs until the standard input ends. */
final class LatencyMain {
  private LatencyMain() {}

  public static void main(String[] args) {
    ContenderMain.endWithParent();
    try {
      Setting setting = Setting.of(List.of(args).subList(2, args.length));
      switch (LatencyContender.valueOf(args[0])) {
        case COPY -> NowfeedJobs.copy(setting);
        case NOWFEED -> NowfeedJobs.live(setting, args[1]);
      }
      System.out.println("started");
      System.out.flush();
    } catch (Throwable e) {
      // Whatever it is: threads of the job would keep a process alive that says nothing more.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
