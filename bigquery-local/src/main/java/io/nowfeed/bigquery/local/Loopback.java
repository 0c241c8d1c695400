package io.nowfeed.bigquery.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The only address this server listens on: it asks for no credentials. */
final class Loopback {
  static final String HOST = "127.0.0.1";

  private Loopback() {}

  static InetSocketAddress address(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }
}
