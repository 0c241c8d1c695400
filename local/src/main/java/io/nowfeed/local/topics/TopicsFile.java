package io.nowfeed.local.topics;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;

/**
 * The declaration of topics and rights: {@code deploy/topics.yaml}, or a copy of it.
 *
 * @param topics by name
 * @param principals by Kafka's name of them, such as {@code User:analytics}
 */
public record TopicsFile(Map<String, Topic> topics, Map<String, Principal> principals) {
  private static final String SHIPPED = "topics.yaml";
  private static final ObjectReader YAML =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readerFor(TopicsFile.class);

  /**
   * A topic.
   *
   * @param description what is in it
   * @param writer the principal that writes it, without {@code User:}; of several the first. Who
   *     answers for what is in it is told by its schema
   * @param key what a record's key is; null where records have none
   * @param partitions at least one
   * @param config Kafka's settings, by Kafka's names
   */
  public record Topic(
      String description, String writer, String key, int partitions, Map<String, String> config) {
    /** Without settings a topic is as the brokers have it. */
    public Topic {
      config = config == null ? Map.of() : new TreeMap<>(config);
    }
  }

  /**
   * What somebody may do: operations, by Kafka's names, by what they are done with. A name that
   * ends in {@code *} stands for all that begin so.
   *
   * @param description who it is
   * @param topics by name
   * @param groups consumer groups, by id
   * @param transactionalIds by id
   * @param cluster with the cluster itself
   */
  public record Principal(
      String description,
      Map<String, List<String>> topics,
      Map<String, List<String>> groups,
      @JsonProperty("transactional-ids") Map<String, List<String>> transactionalIds,
      List<String> cluster) {
    /** What is not named is not allowed. */
    public Principal {
      topics = topics == null ? Map.of() : topics;
      groups = groups == null ? Map.of() : groups;
      transactionalIds = transactionalIds == null ? Map.of() : transactionalIds;
      cluster = cluster == null ? List.of() : cluster;
    }
  }

  /** What this version of Nowfeed needs. */
  public static TopicsFile shipped() {
    try (InputStream yaml = TopicsFile.class.getResourceAsStream(SHIPPED)) {
      return checked(YAML.readValue(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the declared topics", e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws InvalidTopicsException when there is none, or it declares what cannot be
   */
  public static TopicsFile read(Path file) {
    try (InputStream yaml = Files.newInputStream(file)) {
      return checked(YAML.readValue(yaml));
    } catch (NoSuchFileException e) {
      throw new InvalidTopicsException("there is no file " + file, e);
    } catch (JsonProcessingException e) {
      throw new InvalidTopicsException(
          file + " declares no topics: " + e.getOriginalMessage() + where(e), e);
    } catch (InvalidTopicsException e) {
      throw new InvalidTopicsException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidTopicsException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null ? "" : ", in line " + e.getLocation().getLineNr();
  }

  private static TopicsFile checked(TopicsFile file) {
    if (file == null || file.topics == null || file.topics.isEmpty()) {
      throw new InvalidTopicsException("there are no topics in it", null);
    }
    file.topics.forEach(TopicsFile::check);
    var unused = Acls.declared(file); // names what is no principal and no operation
    return file;
  }

  private static void check(String name, Topic topic) {
    if (topic == null || topic.partitions < 1) {
      throw new InvalidTopicsException(
          "topic " + name + " needs partitions, one or more, as in 'partitions: 4'", null);
    }
  }

  /** Principals may be left out where a cluster knows none. */
  public TopicsFile {
    principals = principals == null ? Map.of() : principals;
  }

  /** What creates the topics, each with so many replicas. */
  public List<NewTopic> newTopics(short replicas) {
    return topics.keySet().stream().map(name -> newTopic(name, replicas)).toList();
  }

  NewTopic newTopic(String name, short replicas) {
    Topic topic = topics.get(name);
    return new NewTopic(name, topic.partitions, replicas).configs(topic.config);
  }

  /** The rights, one by one. */
  public Stream<AclBinding> acls() {
    return principals.entrySet().stream()
        .flatMap(principal -> Acls.of(principal.getKey(), principal.getValue()));
  }
}
