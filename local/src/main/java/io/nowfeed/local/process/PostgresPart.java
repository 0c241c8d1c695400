package io.nowfeed.local.process;

import io.nowfeed.local.server.PostgresServer;
import io.nowfeed.local.server.Signals;
import java.io.IOException;
import java.nio.file.Path;

/** Postgres, which is a process of its own anyway. */
public final class PostgresPart implements Part {
  private final Path directory;
  private final int port;
  private PostgresServer server;
  private ProcessHandle process;

  /**
   * @param directory where the data is
   * @param port for clients
   */
  public PostgresPart(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  @Override
  public String name() {
    return "postgres";
  }

  /** Waits until it serves, too: its own starter does. */
  @Override
  public synchronized void start() throws IOException {
    if (server != null) {
      server.abandon();
      PostgresServer.stopLeftOver(directory);
    }
    server = PostgresServer.start(directory, port);
    process =
        PostgresServer.process(directory)
            .orElseThrow(() -> new IOException("Postgres ended as soon as it had started"));
  }

  @Override
  public synchronized ProcessHandle process() {
    return process;
  }

  /** The server that runs now. */
  public synchronized PostgresServer server() {
    return server;
  }

  @Override
  public synchronized void stop() throws IOException {
    Signals.wake(process);
    server.close();
  }
}
