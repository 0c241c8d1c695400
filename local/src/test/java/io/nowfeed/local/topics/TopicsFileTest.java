package io.nowfeed.local.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be declared, and what is said of what cannot. */
class TopicsFileTest {
  @TempDir private Path folder;

  @Test
  void everyTopicSaysWhatItIsAndHowLongItIsKept() {
    assertThat(TopicsFile.shipped().topics())
        .allSatisfy(
            (name, topic) -> {
              assertThat(topic.description()).as(name).isNotBlank();
              assertThat(topic.key()).as(name).isNotBlank();
              assertThat(topic.config().keySet())
                  .as(name)
                  .containsAnyOf("retention.ms", "cleanup.policy");
            });
  }

  @Test
  void theWriterOfATopicMayWriteIt() {
    TopicsFile file = TopicsFile.shipped();
    assertThat(file.topics())
        .allSatisfy(
            (name, topic) ->
                assertThat(file.principals().get("User:" + topic.writer()).topics().get(name))
                    .as(name)
                    .contains("Write"));
  }

  @Test
  void nobodyMayDoEverything() {
    assertThat(TopicsFile.shipped().acls())
        .isNotEmpty()
        .noneMatch(acl -> acl.entry().operation().name().equals("ALL"))
        .noneMatch(acl -> acl.pattern().name().equals("*"))
        .noneMatch(acl -> acl.entry().principal().endsWith(":*"));
  }

  @Test
  void rightsAreToldAsSentences() throws Exception {
    TopicsFile file =
        TopicsFile.read(
            file(
                """
                topics:
                  clicks: {partitions: 1}
                principals:
                  User:a:
                    topics: {clicks: [Read], click*: [Describe]}
                    groups: {a: [Read]}
                    transactional-ids: {a-*: [Write]}
                    cluster: [DescribeConfigs]
                """));

    assertThat(file.acls().map(Acls::text))
        .containsExactlyInAnyOrder(
            "User:a may Read topic clicks",
            "User:a may Describe topic click*",
            "User:a may Read group a",
            "User:a may Write transactional id a-*",
            "User:a may DescribeConfigs the cluster");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                       | declares no topics: No content",
        "topics: {}                               | there are no topics in it",
        "topics: {a: {partition: 4}}              | Unrecognized field \"partition\"",
        "topics: {a: {partitions: 1}, a: {partitions: 2}} | in line 1",
        "topics: {a: {writer: me}}                | topic a needs partitions, one or more",
        "topics: [a]                              | declares no topics",
        "'topics: {a: {partitions: 1}}\nprincipals: {a: {cluster: [Describe]}}' | principal 'a' must be"
            + " Type:name, as User:analytics",
        "'topics: {a: {partitions: 1}}\nprincipals: {User:a: {topics: {a: [Reed]}}}' | 'Reed' is no"
            + " operation: Kafka knows All, Read, Write",
      })
  void whatCannotBeDeclaredIsNamed(String yaml, String why) throws Exception {
    Path file = file(yaml);

    assertThatExceptionOfType(InvalidTopicsException.class)
        .isThrownBy(() -> TopicsFile.read(file))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(why);
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    assertThatExceptionOfType(InvalidTopicsException.class)
        .isThrownBy(() -> TopicsFile.read(folder.resolve("none.yaml")))
        .withMessage("there is no file " + folder.resolve("none.yaml"));
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("topics.yaml"), yaml);
  }
}
