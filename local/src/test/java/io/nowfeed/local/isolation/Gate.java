package io.nowfeed.local.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The way to a server, which can be shut: connections break, and new ones are taken and never
 * answered, as by a firewall that drops what it gets.
 */
final class Gate implements AutoCloseable {
  private final ServerSocket entrance;
  private final int port;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean shut;

  private Gate(ServerSocket entrance, int port) {
    this.entrance = entrance;
    this.port = port;
  }

  /** A way to a server on this machine, which need not be there yet. */
  static Gate to(int port) throws IOException {
    Gate gate = new Gate(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    gate.threads.execute(gate::accept);
    return gate;
  }

  /** Where it is entered. */
  int port() {
    return entrance.getLocalPort();
  }

  void shut() {
    shut = true;
    closeAll();
  }

  /** Who knocked while it was shut has to come again. */
  void open() {
    shut = false;
    closeAll();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        open.add(client);
        if (!shut) {
          connect(client);
        }
      } catch (IOException e) {
        // The entrance is closed, or the server is not there: the client notices.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket();
    open.add(server);
    try {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      client.close();
      throw e;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    threads.execute(() -> copy(client, server));
    threads.execute(() -> copy(server, client));
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // One of both has gone, and so goes the other.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void closeAll() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use any more in any case.
      }
    }
    open.removeIf(Socket::isClosed);
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    closeAll();
    threads.shutdownNow();
  }
}
