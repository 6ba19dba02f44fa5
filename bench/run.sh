#!/usr/bin/env bash
# Paired benchmark: ozpayout and DuckDB do the same job on the same files, in turn.
#
#   bench/run.sh ORDERS [ROUNDS]
#
# Everything made goes to $BENCH_CACHE (default ~/.cache/ozpayout-bench).
# INPUTS=TABLE makes DuckDB load its large tables instead of streaming them.
set -euo pipefail

orders=${1:?usage: bench/run.sh ORDERS [ROUNDS]}
rounds=${2:-3}
repository=$(cd "$(dirname "$0")/.." && pwd)
cache=${BENCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ozpayout-bench}
from=2024-07-01 days=365 as_of=2025-06-30 # as-of: the last day with orders
cores=2

mkdir -p "$cache/duckdb"
cd "$repository"
go build -o "$cache/ozpayout" ./cmd/ozpayout
go build -o "$cache/measure" ./bench/measure

# A shop is made again when its generator changed.
generator=$(cat cmd/ozpayout/internal/shop/*.go datasets/seeds/calendar.csv | sha256sum | cut -c1-12)
shop=$cache/shop-$orders-$generator
if [ ! -e "$shop/expected.csv" ]; then # the file that is written last
  rm -rf "$shop"
  "$cache/ozpayout" demo --orders "$orders" --seed 1 --from "$from" --days "$days" "$shop"
  # The SQL does not audit bindings or read channel states: without these tables
  # the two causes that follow from them are not observable to either side.
  find "$shop/in" -type f \( -name 'bindings.*' -o -name 'provider_channels.*' \) -delete
fi

cp bench/duckdb/package.json "$cache/duckdb/package.json"
(cd "$cache/duckdb" && npm install --silent --no-audit --no-fund)
export MODULES=$cache/duckdb THREADS=$cores
node bench/duckdb/driver.mjs prepare "$shop/in" "$shop/prepared"

results=$cache/results-$orders.tsv
: > "$results"
find "$shop/in" -type f -exec cat {} + > /dev/null # both read from the page cache

for round in $(seq "$rounds"); do
  rm -rf "$cache/out" "$cache/peer"
  GOMAXPROCS=$cores "$cache/measure" "$results" "$round ozpayout" \
    "$cache/ozpayout" run --in "$shop/in" --out "$cache/out" --as-of "$as_of" --lang none --workers "$cores" --quiet
  "$cache/measure" "$results" "$round duckdb" \
    node bench/duckdb/driver.mjs run "$shop/in" "$shop/prepared" "$cache/peer" "$as_of" "$repository/datasets/seeds"
done

agreement=0
ours=$cache/out/current/datasets
node bench/duckdb/agree.mjs pair "$ours/payout_facts/*/*.parquet" "$ours/delay_causes/*/*.parquet" \
  "$cache/peer/payout_facts.parquet" "$cache/peer/delay_causes.parquet" || agreement=$?
size() { du -ck "$@" | tail -1 | cut -f1; }
echo "Parquet of payout_facts and delay_causes: ozpayout $(size "$ours"/payout_facts "$ours"/delay_causes) KiB," \
  "duckdb $(size "$cache/peer/payout_facts.parquet" "$cache/peer/delay_causes.parquet") KiB"

echo
echo "$orders orders, $(uname -sm), $(getconf _NPROCESSORS_ONLN) processors, load $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || true)"
awk -F'[ \t]' '
  function median(values, n,    i, j, v) {
    for (i = 2; i <= n; i++) { v = values[i]; for (j = i - 1; j > 0 && values[j] > v; j--) values[j+1] = values[j]; values[j+1] = v }
    return n % 2 ? values[(n+1)/2] : (values[n/2] + values[n/2+1]) / 2
  }
  { wall[$2, $1] = $3; cpu[$2, $1] = $4; rss[$2, $1] = $5; if ($1 > n) n = $1 }
  END {
    print "| round | ozpayout wall s | CPU s | RSS MiB | DuckDB wall s | CPU s | RSS MiB | wall ratio | CPU ratio | RSS ratio |"
    print "|---|---|---|---|---|---|---|---|---|---|"
    for (r = 1; r <= n; r++) {
      w[r] = wall["ozpayout", r] / wall["duckdb", r]; c[r] = cpu["ozpayout", r] / cpu["duckdb", r]; m[r] = rss["ozpayout", r] / rss["duckdb", r]
      printf "| %d | %.2f | %.2f | %.0f | %.2f | %.2f | %.0f | %.3f | %.3f | %.3f |\n", r, wall["ozpayout", r], cpu["ozpayout", r], rss["ozpayout", r],
        wall["duckdb", r], cpu["duckdb", r], rss["duckdb", r], w[r], c[r], m[r]
    }
    printf "| median | | | | | | | %.3f | %.3f | %.3f |\n", median(w, n), median(c, n), median(m, n)
  }' "$results"
exit "$agreement"
