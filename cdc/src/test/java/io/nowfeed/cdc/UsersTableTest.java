package io.nowfeed.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nowfeed.events.Topics;
import org.junit.jupiter.api.Test;

class UsersTableTest {
  @Test
  void theConnectorWritesTheDeclaredTopicAndLeavesPersonalColumnsOut() throws Exception {
    JsonNode config = new ObjectMapper().readTree(UsersTable.connector());
    assertThat(
            config.get("topic.prefix").asText() + "." + config.get("table.include.list").asText())
        .isEqualTo(Topics.USERS);
    assertThat(config.get("column.exclude.list").asText())
        .isEqualTo("public.users.email,public.users.name");
    assertThat(Topics.USERS).matches(config.get("predicates.isUser.pattern").asText());
  }

  @Test
  void theTableLogsWholeRows() {
    assertThat(UsersTable.ddl()).contains("REPLICA IDENTITY FULL").contains("interests  text[]");
  }

  @Test
  void theConnectorWritesThePlaceholderAndTheTimesThatAreRead() throws Exception {
    JsonNode config = new ObjectMapper().readTree(UsersTable.connector());
    assertThat(config.get("unavailable.value.placeholder").asText())
        .isEqualTo(UnchangedValues.PLACEHOLDER);
    assertThat(config.get("time.precision.mode").asText()).isEqualTo("isostring");
  }
}
