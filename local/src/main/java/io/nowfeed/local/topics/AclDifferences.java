package io.nowfeed.local.topics;

import io.nowfeed.local.kafka.KafkaFailedException;
import io.nowfeed.local.topics.Difference.Repair;
import io.nowfeed.local.topics.Difference.Risk;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SecurityDisabledException;

/** Who may do less, or more, than is declared. */
final class AclDifferences {
  private static final Comparator<AclBinding> BY_TEXT = Comparator.comparing(Acls::text);

  private final Admin admin;

  /**
   * @param admin asked each time; the caller closes it
   */
  AclDifferences(Admin admin) {
    this.admin = admin;
  }

  /**
   * Missing ones first, then the additional ones: of the declared principals, and of others that
   * are about declared topics.
   *
   * @throws NoAuthorizerException when the brokers know no rights
   */
  List<Difference> of(TopicsFile file) {
    Set<AclBinding> declared = Acls.declared(file);
    Collection<AclBinding> found = existing();
    Set<AclBinding> missing = new HashSet<>(declared);
    missing.removeAll(found);
    Set<AclBinding> additional = new HashSet<>(found);
    additional.removeAll(declared);
    additional.removeIf(
        acl -> !Acls.concerns(acl, file.principals().keySet(), file.topics().keySet()));
    // All at once: with the first ACL of a resource, brokers may refuse everybody who has none.
    Repair creation = repairer -> repairer.createAcls(missing).all();
    return Stream.concat(
            missing.stream()
                .sorted(BY_TEXT)
                .map(acl -> Difference.safe("ACL is missing: " + Acls.text(acl), creation)),
            additional.stream()
                .sorted(BY_TEXT)
                .map(acl -> additional(acl, file.principals().keySet())))
        .toList();
  }

  private Collection<AclBinding> existing() {
    try {
      return admin.describeAcls(AclBindingFilter.ANY).values().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SecurityDisabledException) {
        throw new NoAuthorizerException(e.getCause());
      }
      throw new KafkaFailedException(
          "asking for the ACLs failed: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaFailedException("asking for the ACLs was interrupted", e);
    }
  }

  private static Difference additional(AclBinding acl, Set<String> principals) {
    String text = "ACL is additional: " + Acls.text(acl);
    boolean gives = acl.entry().permissionType() == AclPermissionType.ALLOW;
    // Without what denies, somebody may do more.
    return gives && principals.contains(acl.entry().principal())
        ? new Difference(
            text, Risk.REVOCATION, admin -> admin.deleteAcls(List.of(acl.toFilter())).all())
        : Difference.lasting(text, Risk.FOREIGN);
  }
}
