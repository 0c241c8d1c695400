package io.nowfeed.local.replay;

import io.nowfeed.events.ContentItem;
import java.util.List;

/** Publishes content items. */
interface ContentPublisher extends AutoCloseable {
  /** Returns where the last of them is, when all are stored. */
  Positions publish(List<ContentItem> items);

  @Override
  void close();
}
