#!/usr/bin/env bash
# What a run costs as the shop grows.
#
#   bench/growth.sh [ORDERS ...]
#
# OPTIONS="--memory 2GiB" passes options to ozpayout; LIMIT=2560 holds its cgroup to so
# many MiB; PEERS="duckdb" measures peers as well; KEEP=1 keeps shops of a million orders
# and more that it made. See README.md.
set -euo pipefail

if [ $# -eq 0 ]; then set -- 10000 100000 1000000 10000000; fi
# shellcheck source-path=SCRIPTDIR source=setup.sh
. "$(dirname "$0")/setup.sh"
read -ra options <<< "${OPTIONS:-}"
read -ra peers <<< "${PEERS:-}"

start_facts
build
note "one run per size"
if [ -n "${LIMIT:-}" ]; then note "the cgroup of each run of ozpayout is held to $LIMIT MiB, page cache included: a run that needs more is killed"; fi
if [ ${#peers[@]} -gt 0 ]; then install duckdb; fi # makes calendar and rates
for peer in "${peers[@]}"; do
  install "$peer"
  note "$peer $(version "$peer")"
done

measured=$cache/growth.tsv
: > "$measured"
for orders in "$@"; do
  make_shop "$orders"
  if [ ${#peers[@]} -gt 0 ]; then prepare; fi
  measure_ozpayout "$measured" "$orders" ozpayout "all marts" "$cache/out/growth" "${options[@]}"
  rm -rf "$cache/out/growth"
  for peer in "${peers[@]}"; do
    measure_peer "$measured" "$orders" "$peer" "$cache/out/growth"
    rm -rf "$cache/out/growth"
  done
  if [ "$orders" -ge 1000000 ] && [ -n "$is_new" ] && [ -z "${KEEP:-}" ]; then rm -rf "$shop"; fi
done
note "load average after: $(load)"
"$cache/results" growth "$measured" "$facts" "$results" "${OPTIONS:-}"
