package io.nowfeed.bench.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a processor each subtask of a job has used so far, by vertex.
 *
 * <p>Flink's own measure, {@code busyTimeMsPerSecond}, is what is left of wall time when waiting is
 * taken off. Where eight subtasks share two cores, it counts as busy whoever waits for a core, so
 * it says more of the machine than of the work. A thread's CPU time does not depend on who else
 * runs.
 */
final class TaskCpu {
  /** As Flink names the thread of a task: {@code vertex (3/8)#0}. */
  private static final Pattern TASK = Pattern.compile("(.*) \\((\\d+)/(\\d+)\\)#\\d+");

  private static final String GROUP = "Flink Task Threads";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private TaskCpu() {}

  /** CPU nanoseconds by vertex and subtask, of the tasks that live. */
  static Map<String, long[]> now() {
    Map<String, long[]> byVertex = new TreeMap<>();
    for (Thread thread : threads()) {
      Matcher task = TASK.matcher(thread.getName());
      if (isTask(thread) && task.matches()) {
        long[] subtasks =
            byVertex.computeIfAbsent(
                task.group(1), vertex -> new long[Integer.parseInt(task.group(3))]);
        subtasks[Integer.parseInt(task.group(2)) - 1] = THREADS.getThreadCpuTime(thread.getId());
      }
    }
    return byVertex;
  }

  private static boolean isTask(Thread thread) {
    ThreadGroup group = thread.getThreadGroup(); // null of a thread that has just ended
    return group != null && group.getName().equals(GROUP);
  }

  private static Thread[] threads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() * 2 + 64];
    int found = root.enumerate(threads);
    Thread[] all = new Thread[found];
    System.arraycopy(threads, 0, all, 0, found);
    return all;
  }
}
