#!/bin/sh
# Creates the BigQuery dataset and tables that do not exist yet, and leaves alone those that do.
# The same calls make them at Google:
#
#   BIGQUERY_PROJECT=my-project BIGQUERY_LOCATION=EU TOKEN="$(gcloud auth print-access-token)" \
#     deploy/docker/create-bigquery-tables.sh
#
# BIGQUERY_URL  where BigQuery is, when it is not Google's
# TABLES        the folder with the tables' definitions
set -eu

: "${BIGQUERY_PROJECT:?set it to the Google Cloud project}"
: "${BIGQUERY_DATASET:=nowfeed}"
: "${BIGQUERY_LOCATION:=US}"
: "${BIGQUERY_URL:=https://bigquery.googleapis.com}"
: "${TABLES:=$(dirname "$0")/../../sinks/src/main/resources/io/nowfeed/sinks/bigquery}"

datasets="$BIGQUERY_URL/bigquery/v2/projects/$BIGQUERY_PROJECT/datasets"
answer="$(mktemp)"
trap 'rm -f "$answer"' EXIT

# Posts what comes in; that it is there already is fine.
create() {
  what="$1"
  url="$2"
  status="$(curl --silent --show-error --retry 30 --retry-delay 1 --retry-connrefused \
    --output "$answer" --write-out '%{http_code}' --header 'Content-Type: application/json' \
    ${TOKEN:+--header "Authorization: Bearer $TOKEN"} --data-binary @- "$url")"
  case "$status" in
    200 | 201) echo "created $what" ;;
    409) echo "$what is there" ;;
    *)
      echo "cannot create $what: $status" >&2
      cat "$answer" >&2
      exit 1
      ;;
  esac
}

create "dataset $BIGQUERY_DATASET" "$datasets" <<JSON
{"datasetReference": {"projectId": "$BIGQUERY_PROJECT", "datasetId": "$BIGQUERY_DATASET"},
 "location": "$BIGQUERY_LOCATION"}
JSON

for file in "$TABLES"/*.json; do
  table="$(basename "$file" .json)"
  # A definition has everything but where it belongs: that goes in after its opening brace.
  {
    printf '{"tableReference": {"projectId": "%s", "datasetId": "%s", "tableId": "%s"},' \
      "$BIGQUERY_PROJECT" "$BIGQUERY_DATASET" "$table"
    tail -c +2 "$file"
  } | create "table $table" "$datasets/$BIGQUERY_DATASET/tables"
done
