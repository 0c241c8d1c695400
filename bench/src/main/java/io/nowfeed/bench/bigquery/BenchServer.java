package io.nowfeed.bench.bigquery;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.nowfeed.bigquery.local.LocalBigQuery;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The other process: a server that lives until its standard input ends, which is when whoever
 * started it is gone. Its first line says its gRPC and its REST endpoint.
 */
final class BenchServer {
  private static final int MAX_MESSAGE_BYTES = 32 << 20;

  /** What it does with rows. */
  enum Kind {
    /** Keeps them: the local BigQuery. */
    STORING,
    /** Only says that it has them. */
    ACKNOWLEDGING
  }

  private BenchServer() {}

  public static void main(String[] args) throws Exception {
    if (Kind.valueOf(args[0]) == Kind.STORING) {
      try (LocalBigQuery server = LocalBigQuery.start(Path.of(args[1]), 0, 0)) {
        serve(server.grpcEndpoint() + " " + server.restEndpoint());
      }
      return;
    }
    Server server = acknowledging();
    // Nobody asks it by REST; a port that answers nothing shows who does.
    serve("127.0.0.1:" + server.getPort() + " http://127.0.0.1:1");
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  private static Server acknowledging() throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(new AcknowledgingService())
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .permitKeepAliveWithoutCalls(true)
        .permitKeepAliveTime(1, TimeUnit.SECONDS)
        .build()
        .start();
  }

  private static void serve(String endpoints) throws IOException {
    System.out.println(endpoints);
    System.out.flush();
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
