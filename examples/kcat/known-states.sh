#!/bin/sh
# Prints the last known state of every resource: source, ARM id, time of the observation, state. Needs kcat and jq.
set -eu
brokers=${ARMWATCH_KAFKA_BROKERS:-localhost:9092}
prefix=${ARMWATCH_TOPICS_PREFIX:-azure}

# The last record of a key counts; one without a value says that the resource is gone.
kcat -C -b "$brokers" -t "$prefix.known-states" -o beginning -e -q -J -X isolation.level=read_committed |
  jq -rn '
    reduce inputs as $record ({};
      if $record.payload == null then del(.[$record.key]) else .[$record.key] = ($record.payload | fromjson) end)
    | .[] | [.source, .resourceId, .observedAt, (.state | tojson)] | @tsv'
