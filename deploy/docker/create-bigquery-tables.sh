#!/bin/sh
# Creates the BigQuery dataset, tables and views that do not exist yet, and leaves alone those that
# do, where ./nowfeed tables create is not at hand: that one also adds what a new version needs.
# The same calls make them at Google:
#
#   BIGQUERY_PROJECT=my-project BIGQUERY_LOCATION=EU TOKEN="$(gcloud auth print-access-token)" \
#     deploy/docker/create-bigquery-tables.sh
#
# BIGQUERY_URL  where BigQuery is, when it is not Google's
# TABLES        the folder with the tables' definitions, and within it the views'
# VIEWS         no, to leave the views out
set -eu

: "${BIGQUERY_PROJECT:?set it to the Google Cloud project}"
: "${BIGQUERY_DATASET:=nowfeed}"
: "${BIGQUERY_LOCATION:=US}"
: "${BIGQUERY_URL:=https://bigquery.googleapis.com}"
: "${VIEWS:=yes}"
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

[ "$VIEWS" = yes ] || exit 0

# A file as a JSON string: backslashes and quotes escaped, its lines joined.
json() {
  sed -e "s/\${dataset}/$BIGQUERY_PROJECT.$BIGQUERY_DATASET/g" -e 's/\\/\\\\/g' -e 's/"/\\"/g' "$1" |
    awk '{ printf "%s\\n", $0 }'
}

# The first paragraph of the comment at the head says what a view answers.
answers() {
  sed -e '/^-- /!q' -e 's/^-- //' "$1" | sed '$d' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | tr '\n' ' ' | sed 's/ *$//'
}

for file in "$TABLES"/views/*.sql; do
  view="$(basename "$file" .sql)"
  create "view $view" "$datasets/$BIGQUERY_DATASET/tables" <<JSON
{"tableReference": {"projectId": "$BIGQUERY_PROJECT", "datasetId": "$BIGQUERY_DATASET", "tableId": "$view"},
 "description": "$(answers "$file")", "labels": {"system": "nowfeed", "owner": "nowfeed", "pii": "no"},
 "view": {"useLegacySql": false, "query": "$(json "$file")"}}
JSON
done
