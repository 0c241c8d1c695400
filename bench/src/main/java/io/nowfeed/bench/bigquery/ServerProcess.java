package io.nowfeed.bench.bigquery;

import io.nowfeed.sinks.bigquery.BigQueryConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@link BenchServer} in a JVM of its own, whose CPU time is not the writers'. */
final class ServerProcess implements AutoCloseable {
  private static final int STOPS_WITHIN_SECONDS = 20;

  private final Process process;
  private final String grpcEndpoint;
  private final String restEndpoint;

  private ServerProcess(Process process, String grpcEndpoint, String restEndpoint) {
    this.process = process;
    this.grpcEndpoint = grpcEndpoint;
    this.restEndpoint = restEndpoint;
  }

  static ServerProcess start(BenchServer.Kind kind, Path directory) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                BenchServer.class.getName(),
                kind.name(),
                directory.toString())
            .redirectError(Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader();
    String endpoints = output.readLine();
    if (endpoints == null) {
      throw new IOException(
          "The " + kind + " server ended before it served; see what it says above");
    }
    int space = endpoints.indexOf(' ');
    return new ServerProcess(
        process, endpoints.substring(0, space), endpoints.substring(space + 1));
  }

  BigQueryConnection connection(String dataset) {
    return BigQueryConnection.local("bench", dataset, grpcEndpoint, restEndpoint);
  }

  /** What it has used of the processors so far, nanoseconds. */
  long cpuNanos() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
