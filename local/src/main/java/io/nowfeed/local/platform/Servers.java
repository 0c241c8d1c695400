package io.nowfeed.local.platform;

/** The servers of a platform, wherever they run; to close them is to stop them, jobs first. */
interface Servers extends AutoCloseable {
  /** Where everything is reached. */
  Endpoints endpoints();

  /** The jobs on the Flink cluster. */
  Jobs jobs();

  /** What happened to a server that the user should see, null for nothing. */
  String incident();

  @Override
  void close();
}
