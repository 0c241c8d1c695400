package io.nowfeed.bench.hotpath;

import io.nowfeed.events.Topics;
import java.util.List;

/** A program that reads the preloaded topics, and what it makes of them. */
enum Contender {
  RAW_CONSUMER("Kafka consumer that only reads", Function.READ),
  FLINK_PARSE("Flink: source, parser, nothing behind", Function.PARSE),
  NOWFEED_JOIN("Nowfeed: join + enriched topic", Function.JOIN),
  STREAMS_JOIN("Kafka Streams: join + enriched topic", Function.JOIN),
  NOWFEED_COUNT("Nowfeed: the same + count a minute", Function.COUNT),
  STREAMS_COUNT("Kafka Streams: the same + count a minute", Function.COUNT),
  NOWFEED_WHOLE("Nowfeed: the whole PersonalizationJob", Function.WHOLE);

  /** What contenders with the same one must agree on. */
  enum Function {
    READ,
    PARSE,
    JOIN,
    COUNT,
    WHOLE;

    /** The topics whose records are counted. */
    List<String> events() {
      return this == WHOLE
          ? List.of(Topics.INTERACTIONS, Topics.BEACONS)
          : List.of(Topics.INTERACTIONS);
    }
  }

  private final String text;
  private final Function function;

  Contender(String text, Function function) {
    this.text = text;
    this.function = function;
  }

  String text() {
    return text;
  }

  Function function() {
    return function;
  }

  /** Starts it; it then runs until the process ends. */
  void start(Setting setting) throws Exception {
    switch (this) {
      case RAW_CONSUMER -> RawConsumer.start(setting);
      case FLINK_PARSE -> NowfeedJobs.parse(setting);
      case NOWFEED_JOIN -> NowfeedJobs.join(setting);
      case STREAMS_JOIN -> StreamsJoin.join(setting);
      case NOWFEED_COUNT -> NowfeedJobs.count(setting);
      case STREAMS_COUNT -> StreamsJoin.count(setting);
      case NOWFEED_WHOLE -> NowfeedJobs.whole(setting);
    }
  }
}
