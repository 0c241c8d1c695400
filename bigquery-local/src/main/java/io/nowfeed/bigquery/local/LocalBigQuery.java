package io.nowfeed.bigquery.local;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A BigQuery within this process: the Storage Write protocol over gRPC and a subset of REST, to be
 * used by Google's own clients. What it has acknowledged survives a kill of the process.
 *
 * <p>It listens on 127.0.0.1 only and asks for no credentials. See the module's README for what is
 * supported.
 */
public final class LocalBigQuery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalBigQuery.class);

  /** Room for the envelope of a request at the limit, so that the refusal is ours, worded. */
  private static final int MAX_MESSAGE_BYTES = AppendConnection.MAX_REQUEST_BYTES + (4 << 20);

  private static final int SHUTDOWN_SECONDS = 5;

  private final Faults faults = new Faults();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Server grpc;
  private RestServer rest;

  private LocalBigQuery() {}

  /**
   * Starts a server on a directory's state, which is empty at first.
   *
   * @param dir where everything is kept; created if absent
   * @param grpcPort of the Storage Write protocol, 0 for any free one
   * @param restPort of the REST API, 0 for any free one
   * @throws IOException if another server uses the directory, or a port is taken
   */
  public static LocalBigQuery start(Path dir, int grpcPort, int restPort) throws IOException {
    return start(dir, grpcPort, restPort, Clock.systemUTC());
  }

  static LocalBigQuery start(Path dir, int grpcPort, int restPort, Clock clock) throws IOException {
    LocalBigQuery server = new LocalBigQuery();
    boolean started = false;
    try {
      server.open(dir, grpcPort, restPort, clock);
      started = true;
      return server;
    } catch (SQLException e) {
      throw new IOException(
          "Cannot read the state of the local BigQuery in " + dir + ": " + Database.reason(e), e);
    } finally {
      if (!started) {
        server.close();
      }
    }
  }

  private void open(Path dir, int grpcPort, int restPort, Clock clock)
      throws IOException, SQLException {
    opened.push(DirectoryLock.acquire(dir));
    Database database = Database.open(dir);
    opened.push(database);
    Catalog catalog = Catalog.load(database);
    WriteStreams streams = new WriteStreams(database, catalog, clock);
    streams.purge();
    rest = RestServer.start(restPort, routes(database, catalog, clock), faults);
    opened.push(rest);
    grpc = serve(grpcPort, new WriteService(streams, faults, clock));
    opened.push(this::stopGrpc);
  }

  private static RestRoutes routes(Database database, Catalog catalog, Clock clock) {
    RestRoutes routes = new RestRoutes();
    new DatasetCalls(catalog, clock).addTo(routes);
    new TableCalls(database, catalog, clock).addTo(routes);
    new QueryCalls(new QueryRunner(database, catalog), catalog).addTo(routes);
    return routes;
  }

  private Server serve(int port, WriteService service) throws IOException {
    try {
      return NettyServerBuilder.forAddress(Loopback.address(port))
          .addService(service)
          .intercept(new OutageInterceptor(faults))
          .maxInboundMessageSize(MAX_MESSAGE_BYTES)
          // The official client pings idle connections; a strict server would hang up on it.
          .permitKeepAliveWithoutCalls(true)
          .permitKeepAliveTime(1, TimeUnit.SECONDS)
          .build()
          .start();
    } catch (IOException e) {
      throw new IOException(
          "The gRPC port " + port + " of the local BigQuery cannot be used: " + e.getMessage(), e);
    }
  }

  private void stopGrpc() throws InterruptedException {
    if (!grpc.shutdownNow().awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("gRPC calls still run {} s after the stop", SHUTDOWN_SECONDS);
    }
  }

  /** Host and port of the Storage Write protocol, in plain text. */
  public String grpcEndpoint() {
    return Loopback.HOST + ":" + grpc.getPort();
  }

  /** The URL to give to the REST client as its host. */
  public String restEndpoint() {
    return "http://" + Loopback.HOST + ":" + rest.port();
  }

  /** Failures to order, for tests. */
  public Faults faults() {
    return faults;
  }

  /** Stops serving and closes the files; what was acknowledged is kept. A second time is fine. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      close(opened.pop());
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("A part of the local BigQuery did not close", e);
    }
  }
}
