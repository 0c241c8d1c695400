/** Plain clients of a Kafka cluster, for commands that look at one: what is there, and where. */
package io.nowfeed.local.kafka;
