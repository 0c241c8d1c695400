package io.nowfeed.local.topics;

import static org.apache.kafka.common.acl.AclPermissionType.ALLOW;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.utils.SecurityUtils;

/** Kafka's ACLs of what is declared, and how they are told. */
final class Acls {
  private static final String ANY_HOST = "*";
  private static final String ANY = "*";

  private Acls() {}

  /** What a principal may do, one ACL an operation. */
  static Stream<AclBinding> of(String principal, TopicsFile.Principal rights) {
    String name = principal(principal);
    return Stream.of(
            of(name, ResourceType.TOPIC, rights.topics()),
            of(name, ResourceType.GROUP, rights.groups()),
            of(name, ResourceType.TRANSACTIONAL_ID, rights.transactionalIds()),
            of(
                name,
                ResourceType.CLUSTER,
                rights.cluster().isEmpty()
                    ? Map.of()
                    : Map.of(Resource.CLUSTER_NAME, rights.cluster())))
        .flatMap(acls -> acls);
  }

  private static Stream<AclBinding> of(
      String principal, ResourceType type, Map<String, List<String>> rights) {
    return rights.entrySet().stream()
        .flatMap(
            right ->
                right.getValue().stream()
                    .map(
                        operation ->
                            new AclBinding(
                                pattern(type, right.getKey()),
                                new AccessControlEntry(
                                    principal, ANY_HOST, operation(operation), ALLOW))));
  }

  private static ResourcePattern pattern(ResourceType type, String name) {
    boolean prefix = name.length() > 1 && name.endsWith(ANY);
    return prefix
        ? new ResourcePattern(type, name.substring(0, name.length() - 1), PREFIXED)
        : new ResourcePattern(type, name, LITERAL);
  }

  private static String principal(String name) {
    try {
      KafkaPrincipal principal = SecurityUtils.parseKafkaPrincipal(name);
      return principal.toString();
    } catch (IllegalArgumentException e) {
      throw new InvalidTopicsException(
          "principal '" + name + "' must be Type:name, as User:analytics", e);
    }
  }

  private static AclOperation operation(String name) {
    AclOperation operation = SecurityUtils.operation(name);
    if (operation == AclOperation.UNKNOWN || operation == AclOperation.ANY) {
      throw new InvalidTopicsException(
          "'" + name + "' is no operation: Kafka knows " + String.join(", ", operations()), null);
    }
    return operation;
  }

  private static List<String> operations() {
    return Stream.of(AclOperation.values())
        .filter(operation -> operation != AclOperation.UNKNOWN && operation != AclOperation.ANY)
        .map(SecurityUtils::operationName)
        .toList();
  }

  /** An ACL as a sentence: {@code User:analytics may Read topic popularity}. */
  static String text(AclBinding acl) {
    AccessControlEntry entry = acl.entry();
    String host = entry.host().equals(ANY_HOST) ? "" : " from " + entry.host();
    return entry.principal()
        + (entry.permissionType() == ALLOW ? " may " : " may not ")
        + SecurityUtils.operationName(entry.operation())
        + " "
        + resource(acl.pattern())
        + host;
  }

  private static String resource(ResourcePattern pattern) {
    return switch (pattern.resourceType()) {
      case CLUSTER -> "the cluster";
      case TRANSACTIONAL_ID -> "transactional id " + name(pattern);
      default ->
          SecurityUtils.resourceTypeName(pattern.resourceType()).toLowerCase(java.util.Locale.ROOT)
              + " "
              + name(pattern);
    };
  }

  private static String name(ResourcePattern pattern) {
    return pattern.patternType() == PREFIXED ? pattern.name() + ANY : pattern.name();
  }

  /** Whether an ACL is of one of these principals, or is about one of these topics. */
  static boolean concerns(AclBinding acl, Set<String> principals, Set<String> topics) {
    return principals.contains(acl.entry().principal())
        || (acl.pattern().resourceType() == ResourceType.TOPIC
            && topics.stream().anyMatch(topic -> covers(acl.pattern(), topic)));
  }

  private static boolean covers(ResourcePattern pattern, String topic) {
    return pattern.patternType() == PREFIXED
        ? topic.startsWith(pattern.name())
        : pattern.name().equals(topic) || pattern.name().equals(ANY);
  }

  /** All that are declared. */
  static Set<AclBinding> declared(TopicsFile file) {
    return file.acls().collect(Collectors.toUnmodifiableSet());
  }
}
