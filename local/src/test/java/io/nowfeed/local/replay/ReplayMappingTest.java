package io.nowfeed.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class ReplayMappingTest {
  private static final String MINIMAL =
      """
      user.column = who
      content.column = what
      timestamp.column = when
      timestamp.pattern = epoch-millis
      action.fixed = click
      """;

  @Test
  void theRetailMappingNamesItsColumns() {
    assertThat(ReplayMapping.onlineRetail().columns())
        .containsExactlyInAnyOrder(
            "CustomerID",
            "InvoiceNo",
            "StockCode",
            "InvoiceDate",
            "Country",
            "Description",
            "Quantity",
            "UnitPrice");
  }

  @Test
  void anUnknownKeyIsRefusedWithTheKeysThereAre() {
    assertRefused(MINIMAL + "usr.column = x\n")
        .hasMessageStartingWith(
            "mapping test: unknown key 'usr.column'. Allowed are: action.column")
        .hasMessageContaining("user.attribute.*")
        .hasMessageContaining("skip.<reason>");
  }

  @Test
  void aMissingKeyIsRefusedByName() {
    assertRefused(MINIMAL.replace("content.column = what", ""))
        .hasMessageContaining("key 'content.column' is missing");
  }

  @Test
  void personalAttributesAreRefused() {
    assertRefused(MINIMAL + "user.attribute.email = mail\n")
        .hasMessageContaining(
            "unknown key 'user.attribute.email'. user.attribute.* may be: birth_year");
  }

  @Test
  void somebodyMustBeNamed() {
    assertRefused(MINIMAL.replace("user.column = who", ""))
        .hasMessageContaining("set user.column or session.column");
  }

  @Test
  void wrongValuesAreRefusedWithWhatIsRight() {
    assertRefused(MINIMAL.replace("click", "clik"))
        .hasMessageContaining("action.fixed is 'clik'; allowed are: impression, click");
    assertRefused(MINIMAL.replace("epoch-millis", "jjjj"))
        .hasMessageContaining("timestamp.pattern 'jjjj' is none");
    assertRefused(MINIMAL + "timestamp.zone = Mars/Olympus\n")
        .hasMessageContaining("timestamp.zone 'Mars/Olympus' is no time zone");
    assertRefused(MINIMAL + "csv.charset = latin-nine\n").hasMessageContaining("csv.charset");
    assertRefused(MINIMAL + "action.column = a\n")
        .hasMessageContaining("exactly one of action.fixed and action.column");
    assertRefused(MINIMAL + "action.map.view = click\n").hasMessageContaining("action.map.*");
  }

  @Test
  void skipRulesAreCheckedBothWays() {
    assertRefused(MINIMAL + "skip.rules = test\n").hasMessageContaining("'skip.test' is missing");
    assertRefused(MINIMAL + "skip.test = a empty\n")
        .hasMessageContaining("skip.test is not used: name 'test' in skip.rules");
    assertRefused(MINIMAL + "skip.rules = test\nskip.test = a is bad\n")
        .hasMessageContaining("skip.test is 'a is bad'; write '<column> starts-with <text>'");
    assertRefused(MINIMAL + "skip.rules = test\nskip.test = a equals\n")
        .hasMessageContaining("write '<column> starts-with <text>'");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> ReplayMapping.load(Path.of("/no/such.properties")))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("/no/such.properties");
  }

  @Test
  void theHashIgnoresCommentsAndOrder() throws IOException {
    String reordered = "# a comment\naction.fixed = click\n" + MINIMAL;
    assertThat(parse(reordered).hash()).isEqualTo(parse(MINIMAL).hash());
    assertThat(parse(MINIMAL.replace("click", "like")).hash()).isNotEqualTo(parse(MINIMAL).hash());
  }

  static ReplayMapping parse(String text) throws IOException {
    return ReplayMapping.parse("mapping test", new StringReader(text));
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(String text) {
    return assertThatThrownBy(() -> parse(text)).isInstanceOf(ReplayException.class);
  }
}
