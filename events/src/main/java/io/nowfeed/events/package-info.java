/**
 * What crosses a topic: one record per topic value, its JSON codec, its JSON Schema and the topics
 * themselves. Nothing here knows Flink or Kafka, so a consumer of Nowfeed's topics can use this
 * module alone.
 */
package io.nowfeed.events;
