package io.nowfeed.bigquery.local;

import com.google.cloud.bigquery.storage.v1.RowError;
import java.util.List;

/** An append of which at least one row is unfit: the whole request is then refused. */
final class RowsRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<RowError> errors;

  RowsRefused(List<RowError> errors) {
    super("Errors found while processing rows.");
    this.errors = List.copyOf(errors);
  }

  List<RowError> errors() {
    return errors;
  }
}
