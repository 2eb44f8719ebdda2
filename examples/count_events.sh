#!/bin/sh
# Count the events of articles by type, and what happened most: count_events.sh ARTICLE... (files or folders).
# Needs jq.
set -eu
conflict parse "$@" --format jsonl --only events --no-text |
    jq -r '.events[] | select(.status == "happened") | "\(.type): \(.subtype)"' |
    sort | uniq -c | sort -rn
