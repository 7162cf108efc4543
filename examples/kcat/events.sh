#!/bin/sh
# Prints a line for each event: time, type, resource, the part that changed, and why it failed. Understands both content modes.
# Needs kcat and jq.
set -eu
brokers=${ARMWATCH_KAFKA_BROKERS:-localhost:9092}
prefix=${ARMWATCH_TOPICS_PREFIX:-azure}

kcat -b "$brokers" -G "$prefix.kcat-example" -q -u -J \
  -X isolation.level=read_committed -X auto.offset.reset=earliest \
  "$prefix.key-rotations" "$prefix.certificate-failures" "$prefix.subscription-states" "$prefix.resource-changes" |
  jq --unbuffered -r '
    # kcat writes headers as a list of name, value, name, value.
    (.headers | [range(0; length; 2) as $i | {(.[$i]): .[$i + 1]}] | add) as $headers
    | (.payload | fromjson) as $value
    | if $headers["content-type"] | startswith("application/cloudevents")
      then $value
      else ($headers | with_entries(select(.key | startswith("ce_")) | .key |= .[3:])) + {data: $value}
      end
    | [.time, .type, .data.resourceId, .subject, .data.error.code // ""] | @tsv'
