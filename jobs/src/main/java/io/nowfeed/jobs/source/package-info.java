/** From Kafka records to events: parsing, event time, dead letters. */
package io.nowfeed.jobs.source;
