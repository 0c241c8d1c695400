package io.nowfeed.local.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How a report is printed. */
public enum ReportFormat {
  /** For people. */
  TEXT {
    @Override
    public String format(AuditReport report) {
      return ReportText.of(report);
    }
  },

  /** For programs: docs/audit.md says what each field is. */
  JSON {
    @Override
    public String format(AuditReport report) {
      try {
        return MAPPER.writeValueAsString(report) + "\n";
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a report is always writable", e);
      }
    }
  };

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** The report as text that ends with a line break. */
  public abstract String format(AuditReport report);
}
