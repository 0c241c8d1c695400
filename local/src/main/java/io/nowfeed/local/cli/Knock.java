package io.nowfeed.local.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Whether somebody is there: clients would knock for a quarter of a minute where nobody is. */
final class Knock {
  private static final int CONNECT_MILLIS = 2_000;

  private Knock() {}

  /**
   * Whether the host and port of a URL answer.
   *
   * @throws IllegalArgumentException when it is no URL with a host
   */
  static boolean answers(String url) {
    URI address = URI.create(url);
    if (address.getHost() == null) {
      throw new IllegalArgumentException(url + " names no host");
    }
    try (Socket socket = new Socket()) {
      int port = address.getPort() < 0 ? defaultPort(address) : address.getPort();
      socket.connect(new InetSocketAddress(address.getHost(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int defaultPort(URI address) {
    return "https".equals(address.getScheme()) ? 443 : 80;
  }
}
