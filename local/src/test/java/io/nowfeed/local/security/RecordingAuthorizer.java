package io.nowfeed.local.security;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's authorizer, which remembers what it was asked and what it answered. */
public final class RecordingAuthorizer extends StandardAuthorizer {
  /** Kafka makes it by its name, so there is no other way to hand one in. */
  private static final Set<Decision> DECISIONS = ConcurrentHashMap.newKeySet();

  /**
   * An answer.
   *
   * @param principal who asked, as {@code User:analytics}
   * @param operation what it wanted to do
   * @param resource with what
   * @param allowed whether it may
   */
  record Decision(
      String principal, AclOperation operation, ResourcePattern resource, boolean allowed) {
    /** Whether it is this right that was used, and not one that contains it. */
    boolean uses(AclBinding acl) {
      return allowed
          && acl.entry().principal().equals(principal)
          && acl.entry().operation() == operation
          && covers(acl.pattern());
    }

    private boolean covers(ResourcePattern pattern) {
      return pattern.resourceType() == resource.resourceType()
          && (pattern.patternType() == PatternType.PREFIXED
              ? resource.name().startsWith(pattern.name())
              : resource.name().equals(pattern.name()));
    }
  }

  static Set<Decision> decisions() {
    return DECISIONS;
  }

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext context, List<Action> actions) {
    List<AuthorizationResult> results = super.authorize(context, actions);
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      boolean allowed = results.get(i) == AuthorizationResult.ALLOWED;
      // What is only left out of a list was not refused.
      if (allowed || action.logIfDenied()) {
        DECISIONS.add(
            new Decision(
                context.principal().toString(),
                action.operation(),
                action.resourcePattern(),
                allowed));
      }
    }
    return results;
  }
}
