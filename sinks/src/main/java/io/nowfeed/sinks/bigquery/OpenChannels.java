package io.nowfeed.sinks.bigquery;

import io.grpc.ForwardingChannelBuilder2;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The gRPC channels of clients, for who may not wait until a client lets go of its own: that waits
 * for minutes for the end of a call that hangs.
 */
final class OpenChannels {
  private final Queue<ManagedChannel> channels = new ConcurrentLinkedQueue<>();

  /** Keeps what is built. */
  ManagedChannelBuilder<?> keep(ManagedChannelBuilder<?> builder) {
    return new Keeping(builder);
  }

  /** Ends every call and connection, which the clients then notice. Of those closed, nothing. */
  void cut() {
    channels.forEach(ManagedChannel::shutdownNow);
    channels.clear();
  }

  private final class Keeping extends ForwardingChannelBuilder2<Keeping> {
    private final ManagedChannelBuilder<?> builder;

    private Keeping(ManagedChannelBuilder<?> builder) {
      this.builder = builder;
    }

    @Override
    protected ManagedChannelBuilder<?> delegate() {
      return builder;
    }

    @Override
    public ManagedChannel build() {
      ManagedChannel channel = super.build();
      channels.add(channel);
      return channel;
    }
  }
}
