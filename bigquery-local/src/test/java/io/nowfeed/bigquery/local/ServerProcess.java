package io.nowfeed.bigquery.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A local BigQuery in a JVM of its own, there to be killed; it lives west of Greenwich. */
final class ServerProcess {
  private final Process process;
  private final String grpcEndpoint;
  private final String restEndpoint;

  private ServerProcess(Process process, String grpcEndpoint, String restEndpoint) {
    this.process = process;
    this.grpcEndpoint = grpcEndpoint;
    this.restEndpoint = restEndpoint;
  }

  /** The forked JVM's main: prints its endpoints and waits for the kill. */
  public static void main(String[] arguments) throws Exception {
    try (LocalBigQuery server = LocalBigQuery.start(Path.of(arguments[0]), 0, 0)) {
      System.out.println("endpoints " + server.grpcEndpoint() + " " + server.restEndpoint());
      new CountDownLatch(1).await();
    }
  }

  static ServerProcess fork(Path directory) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=America/New_York",
                "-cp",
                System.getProperty("java.class.path"),
                ServerProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> endpoints = endpoints(process.inputReader(StandardCharsets.UTF_8));
    return new ServerProcess(process, endpoints.get(1), endpoints.get(2));
  }

  private static List<String> endpoints(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("endpoints ")) {
        return List.of(line.split(" ", -1));
      }
    }
    throw new IOException("The server ended before it served");
  }

  OfficialClients clients() throws IOException {
    return OfficialClients.of(grpcEndpoint, restEndpoint);
  }

  /** SIGKILL, and waits until the process is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
