package io.nowfeed.local.replay;

/** Leads out of a wait when the replay was told to stop: no failure. */
final class ReplayStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplayStoppedException() {
    super("the replay was stopped", null, false, false);
  }
}
