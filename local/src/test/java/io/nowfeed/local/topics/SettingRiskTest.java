package io.nowfeed.local.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nowfeed.local.topics.Difference.Risk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which changes of settings want to be allowed. */
class SettingRiskTest {
  @ParameterizedTest
  @CsvSource({
    "cleanup.policy,               compact,       delete,        DELETION",
    "retention.ms,                 1000,          2000,          DELETION",
    "retention.ms,                 1000,          -1,            DELETION",
    "retention.bytes,              1000,          2000,          DELETION",
    "delete.retention.ms,          1000,          2000,          DELETION",
    "retention.ms,                 2000,          1000,          NONE",
    "retention.ms,                 -1,            1000,          NONE",
    "max.message.bytes,            1048588,       4194304,       INTAKE",
    "max.message.bytes,            4194304,       1048588,       NONE",
    "message.timestamp.type,       LogAppendTime, CreateTime,    INTAKE",
    "message.timestamp.type,       CreateTime,    LogAppendTime, INTAKE",
    "message.timestamp.after.max.ms,  1000,       2000,          INTAKE",
    "message.timestamp.before.max.ms, 1000,       2000,          INTAKE",
    "message.timestamp.after.max.ms,  2000,       1000,          NONE",
    "segment.bytes,                1000,          2000,          NONE",
    "segment.bytes,                1000,          ,              NONE",
  })
  void whatMayCostSomethingIsTold(String key, String value, String is, Risk risk) {
    assertThat(SettingRisk.of(key, value, is)).isEqualTo(risk);
  }
}
