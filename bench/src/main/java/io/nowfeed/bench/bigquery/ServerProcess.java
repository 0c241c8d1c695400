package io.nowfeed.bench.bigquery;

import io.nowfeed.bench.process.ChildJvm;
import io.nowfeed.sinks.bigquery.BigQueryConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A {@link BenchServer} in a JVM of its own, whose CPU time is not the writers'. */
final class ServerProcess implements AutoCloseable {
  private final ChildJvm process;
  private final String grpcEndpoint;
  private final String restEndpoint;

  private ServerProcess(ChildJvm process, String grpcEndpoint, String restEndpoint) {
    this.process = process;
    this.grpcEndpoint = grpcEndpoint;
    this.restEndpoint = restEndpoint;
  }

  static ServerProcess start(BenchServer.Kind kind, Path directory) throws IOException {
    ChildJvm process =
        ChildJvm.start(BenchServer.class, List.of("-Xmx1g"), kind.name(), directory.toString());
    String endpoints = process.line();
    int space = endpoints.indexOf(' ');
    return new ServerProcess(
        process, endpoints.substring(0, space), endpoints.substring(space + 1));
  }

  BigQueryConnection connection(String dataset) {
    return BigQueryConnection.local("bench", dataset, grpcEndpoint, restEndpoint);
  }

  /** What it has used of the processors so far, nanoseconds. */
  long cpuNanos() {
    return process.cpuNanos();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.close();
  }
}
