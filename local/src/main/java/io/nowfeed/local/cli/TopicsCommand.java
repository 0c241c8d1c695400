package io.nowfeed.local.cli;

import io.nowfeed.local.platform.UsageException;
import io.nowfeed.local.topics.Difference;
import io.nowfeed.local.topics.Difference.Risk;
import io.nowfeed.local.topics.InvalidTopicsException;
import io.nowfeed.local.topics.NoAuthorizerException;
import io.nowfeed.local.topics.TopicSync;
import io.nowfeed.local.topics.TopicsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nowfeed topics}. */
@Command(
    name = "topics",
    description = {
      "Nowfeed's topics in Kafka, and who may do what with them: deploy/topics.yaml.",
      "Exit code 0 when they are as declared; 1 when something differs; 2 for wrong use.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND")
final class TopicsCommand implements Runnable {
  private static final int DIFFERS = 1;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What is declared, and how much of it counts. */
  static final class DeclarationFlags {
    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "The declaration. Without it the one of this version, deploy/topics.yaml.",
        showDefaultValue = Visibility.NEVER)
    private Path file;

    @Option(
        names = "--without-acls",
        description = "Leave rights out: for brokers without an authorizer.",
        showDefaultValue = Visibility.NEVER)
    private boolean withoutAcls;

    private TopicsFile read() {
      try {
        return file == null ? TopicsFile.shipped() : TopicsFile.read(file);
      } catch (InvalidTopicsException e) {
        throw new UsageException("--file: " + e.getMessage());
      }
    }
  }

  /** What applying may cost. */
  static final class RiskFlags {
    @Option(
        names = "--allow-repartition",
        description =
            "Raise the partitions of topics with keys, too: keys move to other partitions, and"
                + " what is of one user is out of order. Stop the producers and let the jobs read"
                + " to the end first.",
        showDefaultValue = Visibility.NEVER)
    private boolean repartition;

    @Option(
        names = "--allow-deletion",
        description = "Shorten retention and change cleanup.policy, too: records are deleted.",
        showDefaultValue = Visibility.NEVER)
    private boolean deletion;

    @Option(
        names = "--allow-intake",
        description =
            "Lower max.message.bytes or message.timestamp.{before,after}.max.ms and change"
                + " message.timestamp.type, too: records are refused that were taken, or get"
                + " another time.",
        showDefaultValue = Visibility.NEVER)
    private boolean intake;

    @Option(
        names = "--revoke",
        description = "Take back rights that declared principals have and nobody declared.",
        showDefaultValue = Visibility.NEVER)
    private boolean revoke;

    private Set<Risk> allowed() {
      Set<Risk> allowed = EnumSet.noneOf(Risk.class);
      if (repartition) {
        allowed.add(Risk.REPARTITION);
      }
      if (deletion) {
        allowed.add(Risk.DELETION);
      }
      if (intake) {
        allowed.add(Risk.INTAKE);
      }
      if (revoke) {
        allowed.add(Risk.REVOCATION);
      }
      return allowed;
    }
  }

  @Command(
      name = "diff",
      description = {
        "Says what differs between the cluster and the declaration, and changes nothing: missing"
            + " topics, other partitions and settings, missing and additional rights.",
        "Exit code 0 when nothing does; 1 when something does; 2 for wrong use.",
        ""
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      sortOptions = false)
  int diff(@Mixin ClusterFlags cluster, @Mixin DeclarationFlags declaration) throws IOException {
    TopicsFile declared = declaration.read();
    return with(
        cluster,
        declaration,
        declared,
        (short) 1,
        sync -> print(declaration, declared, sync.diff()));
  }

  @Command(
      name = "apply",
      description = {
        "Creates missing topics and rights, and changes settings. Never deletes a topic, lowers"
            + " partitions, or takes away a setting or right that somebody else gave; what may"
            + " cost something only when it is allowed. Doing it again changes nothing.",
        "Exit code 0 when all is as declared; 1 when something still differs; 2 for wrong use.",
        ""
      },
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      sortOptions = false)
  int apply(
      @Mixin ClusterFlags cluster,
      @Mixin DeclarationFlags declaration,
      @Option(
              names = "--replication-factor",
              paramLabel = "N",
              defaultValue = "3",
              description = "Replicas of topics that are created.")
          short replicas,
      @Mixin RiskFlags risks)
      throws IOException {
    if (replicas < 1) {
      throw new ParameterException(
          spec.commandLine(), "--replication-factor " + replicas + " must be 1 or more");
    }
    TopicsFile declared = declaration.read();
    return with(
        cluster,
        declaration,
        declared,
        replicas,
        sync -> {
          TopicSync.Result result = sync.apply(risks.allowed());
          result.done().forEach(done -> out().println("put right: " + done.text()));
          return print(declaration, declared, result.left());
        });
  }

  private static int with(
      ClusterFlags cluster,
      DeclarationFlags declaration,
      TopicsFile declared,
      short replicas,
      Function<TopicSync, Integer> action)
      throws IOException {
    try (Admin admin = cluster.find().kafka().admin()) {
      return action.apply(new TopicSync(admin, declared, !declaration.withoutAcls, replicas));
    } catch (NoAuthorizerException e) {
      throw new UsageException(
          e.getMessage()
              + ". --without-acls leaves rights out; to have them, set authorizer.class.name on the"
              + " brokers");
    }
  }

  private int print(
      DeclarationFlags declaration, TopicsFile declared, List<Difference> differences) {
    differences.forEach(difference -> out().println(difference.explained()));
    if (differences.isEmpty()) {
      String rights =
          declaration.withoutAcls
              ? ""
              : " and the rights of " + declared.principals().size() + " principals";
      out().println(declared.topics().size() + " topics" + rights + " are as declared");
    }
    out().flush();
    return differences.isEmpty() ? CommandLine.ExitCode.OK : DIFFERS;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
