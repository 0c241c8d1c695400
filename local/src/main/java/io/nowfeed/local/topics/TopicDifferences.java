package io.nowfeed.local.topics;

import io.nowfeed.local.kafka.KafkaAccess;
import io.nowfeed.local.topics.Difference.Risk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** Which topics of a cluster are not as declared. */
final class TopicDifferences {
  private final Admin admin;
  private final short replicas;

  /**
   * @param admin asked each time; the caller closes it
   * @param replicas of topics that are created
   */
  TopicDifferences(Admin admin, short replicas) {
    this.admin = admin;
    this.replicas = replicas;
  }

  /** In the order of the declaration. */
  List<Difference> of(TopicsFile file) {
    Map<String, TopicsFile.Topic> declared = file.topics();
    Set<String> existing =
        new HashSet<>(KafkaAccess.await("listing the topics", admin.listTopics().names()));
    existing.retainAll(declared.keySet());
    Map<String, TopicDescription> descriptions =
        KafkaAccess.await(
            "asking for the partitions of topics", admin.describeTopics(existing).allTopicNames());
    Map<String, Config> configs = configs(existing);
    List<Difference> differences = new ArrayList<>();
    declared.forEach(
        (name, topic) -> {
          if (!existing.contains(name)) {
            differences.add(missing(name, topic, file.newTopic(name, replicas)));
            return;
          }
          partitions(name, topic, descriptions.get(name)).ifPresent(differences::add);
          differences.addAll(settings(name, topic, configs.get(name)));
        });
    return differences;
  }

  private Map<String, Config> configs(Set<String> topics) {
    List<ConfigResource> resources =
        topics.stream().map(TopicDifferences::resource).collect(Collectors.toList());
    return KafkaAccess.await(
            "asking for the settings of topics", admin.describeConfigs(resources).all())
        .entrySet()
        .stream()
        .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static Difference missing(String name, TopicsFile.Topic topic, NewTopic created) {
    return Difference.safe(
        "topic %s is missing: %d partitions, %s"
            .formatted(
                name,
                topic.partitions(),
                topic.config().isEmpty() ? "no settings" : topic.config()),
        repairer -> repairer.createTopics(List.of(created)).all());
  }

  private static Optional<Difference> partitions(
      String name, TopicsFile.Topic topic, TopicDescription description) {
    int found = description.partitions().size();
    if (found == topic.partitions()) {
      return Optional.empty();
    }
    String text = "topic %s has %d partitions, not %d".formatted(name, found, topic.partitions());
    if (found > topic.partitions()) {
      return Optional.of(Difference.lasting(text, Risk.IMPOSSIBLE));
    }
    return Optional.of(
        new Difference(
            text,
            topic.key() == null ? Risk.NONE : Risk.REPARTITION,
            repairer ->
                repairer
                    .createPartitions(Map.of(name, NewPartitions.increaseTo(topic.partitions())))
                    .all()));
  }

  private static List<Difference> settings(String name, TopicsFile.Topic topic, Config found) {
    List<Difference> differences = new ArrayList<>();
    topic
        .config()
        .forEach(
            (key, value) -> {
              ConfigEntry entry = found.get(key);
              String is = entry == null ? null : entry.value();
              if (!value.equals(is)) {
                differences.add(setting(name, key, value, is));
              }
            });
    Map<String, String> undeclared = new TreeMap<>();
    found.entries().stream()
        .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
        .filter(entry -> !topic.config().containsKey(entry.name()))
        .forEach(entry -> undeclared.put(entry.name(), entry.value()));
    undeclared.forEach(
        (key, value) ->
            differences.add(
                Difference.lasting(
                    "topic %s has %s=%s".formatted(name, key, value), Risk.FOREIGN)));
    return differences;
  }

  private static Difference setting(String name, String key, String value, String is) {
    return new Difference(
        "topic %s has %s=%s, not %s".formatted(name, key, is, value),
        SettingRisk.of(key, value, is),
        repairer ->
            repairer
                .incrementalAlterConfigs(
                    Map.of(
                        resource(name),
                        List.of(
                            new AlterConfigOp(
                                new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
                .all());
  }
}
