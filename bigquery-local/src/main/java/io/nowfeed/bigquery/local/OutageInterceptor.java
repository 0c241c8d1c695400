package io.nowfeed.bigquery.local;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Refuses new calls during an ordered outage, and while the quota is ordered to be used up. */
final class OutageInterceptor implements ServerInterceptor {
  private final Faults faults;

  OutageInterceptor(Faults faults) {
    this.faults = faults;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (faults.isUnavailable()) {
      return refuse(call, Status.UNAVAILABLE.withDescription("Injected: unavailable"));
    }
    // Appends tell of the quota in their responses: so their connections may open.
    if (faults.isExhausted() && call.getMethodDescriptor().getType() == MethodType.UNARY) {
      return refuse(call, Status.RESOURCE_EXHAUSTED.withDescription(StorageRefusal.EXHAUSTED));
    }
    return next.startCall(call, headers);
  }

  private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
