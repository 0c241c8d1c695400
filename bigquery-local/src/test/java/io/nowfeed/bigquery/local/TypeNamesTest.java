package io.nowfeed.bigquery.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** A definition in GoogleSQL's words is given back in those that the official client reads. */
class TypeNamesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void typesAreNamedAsAnswersNameThemMembersIncluded() throws Exception {
    JsonNode schema =
        JSON.readTree(
            "{\"fields\": [{\"name\": \"s\", \"type\": \"STRUCT\", \"fields\": ["
                + "{\"name\": \"i\", \"type\": \"int64\"}, {\"name\": \"f\", \"type\": \"FLOAT64\"},"
                + "{\"name\": \"b\", \"type\": \"BOOL\"}]}, {\"name\": \"t\", \"type\": \"STRING\"},"
                + "{\"name\": \"n\", \"type\": \"INTEGER\"}]}");

    TypeNames.answer(schema);

    assertThat(schema.findValuesAsText("type"))
        .containsExactly("RECORD", "INTEGER", "FLOAT", "BOOLEAN", "STRING", "INTEGER");
  }
}
