package io.nowfeed.cdc;

import static io.nowfeed.cdc.UnchangedValues.PLACEHOLDER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.events.UserAttributes;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserChangeTest {
  private static final List<String> UNCHANGED = List.of(PLACEHOLDER);
  private static final UserAttributes BEFORE =
      new UserAttributes("GB", "London", "en", 1990, "f", "free", List.of("sport", "news"));

  @Test
  void aWholeChangeIsItself() {
    UserChange change =
        change(new UserAttributes("FR", null, null, null, null, null, List.of("art")));
    assertThat(change.over(BEFORE)).isSameAs(change);
    assertThat(change.over(null)).isSameAs(change);
  }

  @Test
  void aDeleteIsItself() {
    UserChange delete = new UserChange("ann", null, 12, 34);
    assertThat(delete.over(BEFORE)).isSameAs(delete);
  }

  @Test
  void unchangedInterestsAreThoseOfTheVersionBefore() {
    UserChange change = change(new UserAttributes("FR", null, "fr", 1991, null, "plus", UNCHANGED));
    assertThat(change.over(BEFORE))
        .isEqualTo(
            change(
                new UserAttributes(
                    "FR", null, "fr", 1991, null, "plus", List.of("sport", "news"))));
  }

  @Test
  void unchangedTextsAreThoseOfTheVersionBefore() {
    UserAttributes unchanged =
        new UserAttributes(
            PLACEHOLDER, PLACEHOLDER, PLACEHOLDER, 1990, PLACEHOLDER, PLACEHOLDER, UNCHANGED);
    assertThat(change(unchanged).over(BEFORE).attributes()).isEqualTo(BEFORE);
  }

  @Test
  void eachUnchangedTextIsNoticed() {
    assertThat(change(with(PLACEHOLDER, null, null, null, null)).over(BEFORE).attributes())
        .isEqualTo(with("GB", null, null, null, null));
    assertThat(change(with(null, PLACEHOLDER, null, null, null)).over(BEFORE).attributes())
        .isEqualTo(with(null, "London", null, null, null));
    assertThat(change(with(null, null, PLACEHOLDER, null, null)).over(BEFORE).attributes())
        .isEqualTo(with(null, null, "en", null, null));
    assertThat(change(with(null, null, null, PLACEHOLDER, null)).over(BEFORE).attributes())
        .isEqualTo(with(null, null, null, "f", null));
    assertThat(change(with(null, null, null, null, PLACEHOLDER)).over(BEFORE).attributes())
        .isEqualTo(with(null, null, null, null, "free"));
  }

  @Test
  void ofAnUnknownVersionNothingIsKnown() {
    UserAttributes unchanged =
        new UserAttributes("FR", PLACEHOLDER, null, 1990, null, null, UNCHANGED);
    UserAttributes known = new UserAttributes("FR", null, null, 1990, null, null, List.of());
    assertThat(change(unchanged).over(null).attributes()).isEqualTo(known);
    assertThat(change(unchanged).over(unchanged).attributes()).isEqualTo(known);
  }

  @Test
  void theDecoderKeepsThePlaceholder() throws Exception {
    String json =
        """
        {"op":"u","source":{"lsn":12,"ts_ms":34},
         "after":{"user_id":"ann","plan":"plus","interests":["__debezium_unavailable_value"]}}""";
    UserChange change = UserChangeDecoder.decode("ann", json.getBytes(UTF_8));
    assertThat(change.attributes().interests()).isEqualTo(UNCHANGED);
    assertThat(change.over(BEFORE).attributes().interests()).containsExactly("sport", "news");
  }

  private static UserAttributes with(
      String country, String region, String language, String gender, String plan) {
    return new UserAttributes(country, region, language, null, gender, plan, List.of());
  }

  private static UserChange change(UserAttributes attributes) {
    return new UserChange("ann", attributes, 12, 34);
  }
}
