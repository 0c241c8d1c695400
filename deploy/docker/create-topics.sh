#!/bin/sh
# Creates the topics that do not exist yet, and leaves alone those that do. What they are is
# io.nowfeed.events.Topics; a test fails when this script says otherwise.
#
#   BOOTSTRAP_SERVERS=broker-1:9092 REPLICATION_FACTOR=3 deploy/docker/create-topics.sh
#
# KAFKA_TOPICS   Kafka's kafka-topics.sh, when it is not where the apache/kafka image has it
# CLIENT_CONFIG  a properties file with security settings, when the cluster wants some
# For a large deployment raise the partitions before the first start: later, keys move.
set -eu

: "${BOOTSTRAP_SERVERS:?set it to the brokers, as in broker-1:9092}"
: "${REPLICATION_FACTOR:=3}"
: "${KAFKA_TOPICS:=/opt/kafka/bin/kafka-topics.sh}"

topic() {
  name="$1"
  partitions="$2"
  shift 2
  for config in "$@"; do
    set -- "$@" --config "$config"
    shift
  done
  "$KAFKA_TOPICS" --bootstrap-server "$BOOTSTRAP_SERVERS" \
    ${CLIENT_CONFIG:+--command-config "$CLIENT_CONFIG"} \
    --create --if-not-exists --topic "$name" \
    --partitions "$partitions" --replication-factor "$REPLICATION_FACTOR" "$@"
}

topic beacons 4 message.timestamp.type=LogAppendTime
topic interactions 4 message.timestamp.type=LogAppendTime
topic content 1 cleanup.policy=compact
topic nowfeed.public.users 4 cleanup.policy=compact
topic active-users 4
topic enriched-interactions 4
topic popularity 1 cleanup.policy=compact segment.bytes=33554432
topic recommendations 4 cleanup.policy=compact
topic relevance 4
topic dead-letters 1 max.message.bytes=4194304
topic late-events 1
topic duplicates 1
topic redriven 1 cleanup.policy=compact
