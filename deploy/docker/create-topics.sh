#!/bin/sh
# Creates the topics of deploy/topics.yaml that do not exist yet, with nothing but Kafka's own tool,
# and leaves alone those that do. Rights it does not set: ./nowfeed topics apply does both, and says
# what differs.
#
#   BOOTSTRAP_SERVERS=broker-1:9092 REPLICATION_FACTOR=3 deploy/docker/create-topics.sh
#
# TOPICS         the declaration, when it is not deploy/topics.yaml
# KAFKA_TOPICS   Kafka's kafka-topics.sh, when it is not where the apache/kafka image has it
# CLIENT_CONFIG  a properties file with security settings, when the cluster wants some
set -eu

: "${BOOTSTRAP_SERVERS:?set it to the brokers, as in broker-1:9092}"
: "${REPLICATION_FACTOR:=3}"
: "${KAFKA_TOPICS:=/opt/kafka/bin/kafka-topics.sh}"
: "${TOPICS:=$(dirname "$0")/../topics.yaml}"

# A line a topic: name, partitions, settings. It goes by the indentation; a test compares it with what
# a reader of YAML finds.
topics() {
  awk '
    function end() { if (name != "") print name, partitions, settings; name = "" }
    function key() { sub(/:$/, "", $1); return $1 }
    /^ *(#|$)/ { next }
    /^[^ ]/ { end(); inside = ($1 == "topics:"); next }
    !inside { next }
    /^  [^ ]/ { end(); name = key(); partitions = 0; settings = ""; next }
    /^    [^ ]/ { config = ($1 == "config:"); if ($1 == "partitions:") partitions = $2; next }
    config { settings = settings " --config " key() "=" $2 }
    END { end() }
  ' "$TOPICS"
}

declared=$(topics)
if [ -z "$declared" ]; then
  echo "create-topics.sh: $TOPICS declares no topics; set TOPICS to deploy/topics.yaml or a copy with its layout" >&2
  exit 1
fi

printf '%s\n' "$declared" | while read -r name partitions settings; do
  # shellcheck disable=SC2086 # settings are several words
  "$KAFKA_TOPICS" --bootstrap-server "$BOOTSTRAP_SERVERS" \
    ${CLIENT_CONFIG:+--command-config "$CLIENT_CONFIG"} \
    --create --if-not-exists --topic "$name" \
    --partitions "$partitions" --replication-factor "$REPLICATION_FACTOR" $settings </dev/null
done
