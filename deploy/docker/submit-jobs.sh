#!/usr/bin/env bash
# Submits those of the two jobs that do not run. Personalization goes on from its last checkpoint, if
# it has one; analytics from the offsets it committed, for a checkpoint speaks of write streams that
# the BigQuery emulator forgets when it stops. (Google's does not: docs/operations.md.)
#
# JOBMANAGER  host of Flink's REST API, port 8081 (REST_PORT)
# STATE       where checkpoints are kept, as the cluster sees it and as this script does
# JAR, CONFIG nowfeed-jobs.jar and the configuration of both jobs
set -euo pipefail

: "${JOBMANAGER:?}" "${STATE:?}" "${JAR:?}" "${CONFIG:?}" "${REST_PORT:=8081}"

[[ -f "$JAR" ]] || {
  echo "no $JAR: build it first (mvn -DskipTests package)" >&2
  exit 1
}

cluster=(-t remote "-Drest.address=$JOBMANAGER" "-Drest.port=$REST_PORT")
running="$(flink list "${cluster[@]}")"

last_checkpoint() {
  # A checkpoint's metadata is written last: where it is, the checkpoint is complete.
  find "$1" -name _metadata -printf '%T@ %h\n' 2>/dev/null | sort -n | tail -n 1 | cut -d ' ' -f 2-
}

submit() {
  local class="$1" name="$2" parallelism="$3" from="$4" restore=()
  if grep -qF " : $name (" <<<"$running"; then
    echo "$name runs"
    return
  fi
  if [[ -n "$from" ]]; then
    echo "$name goes on from $from"
    restore=(--fromSavepoint "file://$from" --claimMode CLAIM)
  fi
  flink run "${cluster[@]}" "-Dexecution.checkpointing.dir=file://$STATE/checkpoints/$class" \
    --detached --parallelism "$parallelism" "${restore[@]}" \
    --class "io.nowfeed.jobs.$class" "$JAR" --config "$CONFIG"
}

submit PersonalizationJob "Nowfeed personalization" 2 \
  "$(last_checkpoint "$STATE/checkpoints/PersonalizationJob" || true)"
submit AnalyticsJob "Nowfeed analytics" 1 ""
