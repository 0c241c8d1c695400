package io.nowfeed.local.topics;

import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.topics.Difference.Repair;
import io.nowfeed.local.topics.Difference.Risk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/** Compares a cluster with what is declared, and makes it so. */
public final class TopicSync {
  private final Admin admin;
  private final TopicsFile declared;
  private final boolean withAcls;
  private final short replicas;

  /**
   * @param admin of the cluster; the caller closes it
   * @param declared what should be
   * @param withAcls whether rights are compared, too
   * @param replicas of topics that are created
   */
  public TopicSync(Admin admin, TopicsFile declared, boolean withAcls, short replicas) {
    this.admin = admin;
    this.declared = declared;
    this.withAcls = withAcls;
    this.replicas = replicas;
  }

  /**
   * What was done, and what still differs.
   *
   * @param done put right, in this order
   * @param left what was not, for what it may cost
   */
  public record Result(List<Difference> done, List<Difference> left) {}

  /**
   * What differs; changes nothing.
   *
   * @throws NoAuthorizerException when rights are compared, and the brokers know none
   * @throws io.nowfeed.local.kafka.KafkaFailedException when the brokers refuse
   */
  public List<Difference> diff() {
    List<Difference> rights = withAcls ? new AclDifferences(admin).of(declared) : List.of();
    List<Difference> all = new ArrayList<>(new TopicDifferences(admin, replicas).of(declared));
    all.addAll(rights);
    return all;
  }

  /**
   * Puts right what costs nothing, or what may cost what is allowed.
   *
   * @param allowed what it may cost
   * @throws NoAuthorizerException when rights are compared, and the brokers know none; nothing was
   *     done then
   * @throws io.nowfeed.local.kafka.KafkaFailedException when the brokers refuse
   */
  public Result apply(Set<Risk> allowed) {
    Set<Repair> asked = new HashSet<>();
    List<Difference> done = new ArrayList<>();
    List<Difference> left = new ArrayList<>();
    for (Difference difference : diff()) {
      boolean repairs =
          difference.repair() != null
              && (difference.risk() == Risk.NONE || allowed.contains(difference.risk()));
      if (repairs && asked.add(difference.repair())) {
        KafkaAccess.await(
            "putting right that " + difference.text(), difference.repair().ask(admin));
      }
      (repairs ? done : left).add(difference);
    }
    return new Result(done, left);
  }
}
