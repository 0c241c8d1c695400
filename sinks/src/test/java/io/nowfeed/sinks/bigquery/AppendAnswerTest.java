package io.nowfeed.sinks.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.core.SettableApiFuture;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is made of an answer that does not come from BigQuery. */
class AppendAnswerTest {
  @Test
  void clientThatNeverAnswersFailsTheAppend() throws Exception {
    SettableApiFuture<AppendRowsResponse> silent = SettableApiFuture.create();

    AppendAnswer answer = AppendAnswer.await(silent, Duration.ofMillis(10));

    assertThat(answer.outcome()).isEqualTo(AppendAnswer.Outcome.FAILED);
    assertThat(answer.reason()).isEqualTo("the BigQuery client has not answered within PT0.01S");
  }
}
