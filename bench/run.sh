#!/usr/bin/env bash
# Paired benchmark: ozpayout and its peers on the same files, in turn.
#
#   bench/run.sh ORDERS [ROUNDS]
#
# PEERS (default "duckdb polars chdb pandas") says who takes part; PANDAS_LIMIT
# (default 1000000) up to how many orders pandas does. INPUTS=TABLE makes DuckDB
# load its large tables instead of streaming them. See README.md.
set -euo pipefail

orders=${1:?usage: bench/run.sh ORDERS [ROUNDS]}
rounds=${2:-3}
# shellcheck source-path=SCRIPTDIR source=setup.sh
. "$(dirname "$0")/setup.sh"

start_facts
build
make_shop "$orders"
install duckdb # compares what all wrote, and makes calendar and rates
prepare

peers=()
for peer in ${PEERS-duckdb polars chdb pandas}; do
  if [ "$peer" = pandas ] && [ "$orders" -gt "${PANDAS_LIMIT:-1000000}" ]; then
    note "pandas not run: it holds all rows in memory and is run up to ${PANDAS_LIMIT:-1000000} orders"
  elif reason=$(install "$peer" 2>&1); then
    note "$peer $(version "$peer")"
    peers+=("$peer")
  else
    note "$peer not run: it could not be installed: $(tail -1 <<< "$reason")"
  fi
done

measured=$cache/measured-$orders.tsv
: > "$measured"
for round in $(seq "$rounds"); do
  measure_ozpayout "$measured" "$round" ozpayout "all marts" "$cache/out/ozpayout"
  measure_ozpayout "$measured" "$round" "ozpayout selected" "selected marts" "$cache/out/selected" \
    --select "payout_facts delay_causes cause_shares on_time_rates"
  able=()
  for peer in "${peers[@]}"; do
    if measure_peer "$measured" "$round" "$peer" "$cache/out/$peer"; then able+=("$peer"); else note "**$peer failed** in round $round: its figures are of what it did until then"; fi
  done
  peers=("${able[@]}")
done

# compare OUT checks what ozpayout wrote there against all peers.
agreement=0
compare() {
  local marts=$1/current/datasets lines=() peer
  for peer in "${peers[@]}"; do
    if [ "$(job "$peer")" = lines ]; then
      lines+=("$peer=$cache/out/$peer/lines.parquet")
    else
      node bench/agree.mjs core "$marts/payout_facts/*/*.parquet" "$marts/delay_causes/*/*.parquet" \
        "$cache/out/$peer/payout_facts.parquet" "$cache/out/$peer/delay_causes.parquet" || agreement=1
    fi
  done
  [ ${#lines[@]} -eq 0 ] || node bench/agree.mjs lines "$marts/payout_facts/*/*.parquet" "${lines[@]}" || agreement=1
}
cd "$repository"
compare "$cache/out/ozpayout"
compare "$cache/out/selected"
if [ "$agreement" -ne 0 ]; then
  note "**results differ**"
elif [ ${#peers[@]} -gt 0 ]; then
  note "all results of the last round agree"
fi

size() { du -ck "$@" | tail -1 | cut -f1; }
for peer in "${peers[@]}"; do note "Parquet of $peer: $(size "$cache/out/$peer") KiB"; done
ours=$cache/out/ozpayout/current/datasets
note "Parquet of ozpayout: $(size "$ours/payout_facts" "$ours/delay_causes") KiB for payout_facts and delay_causes, $(size "$ours") KiB for all marts"

note "load average after: $(load)"
"$cache/results" peers "$measured" "$facts" "$results" "$orders"
exit "$agreement"
