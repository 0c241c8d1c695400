package io.nowfeed.local.cli;

/** What a platform is run for, once it is ready. */
interface Act {
  /** Exit code: everything agrees. */
  int OK = 0;

  /** Exit code: something is missing, repeated or wrong. */
  int DISAGREES = 1;

  /**
   * Performs, and ends when it is over.
   *
   * @return the exit code
   */
  int perform(Stage stage) throws Exception;
}
