package io.nowfeed.bigquery.local;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Refuses new calls during an ordered outage. */
final class OutageInterceptor implements ServerInterceptor {
  private final Faults faults;

  OutageInterceptor(Faults faults) {
    this.faults = faults;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!faults.isUnavailable()) {
      return next.startCall(call, headers);
    }
    call.close(Status.UNAVAILABLE.withDescription("Injected: unavailable"), new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
