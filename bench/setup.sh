# shellcheck shell=bash disable=SC2034 # variables are for those who source this
#
# What run.sh and growth.sh share: programs, shops, peers and what figures depend
# on. To be sourced. Everything made goes to $BENCH_CACHE.
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${BENCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ozpayout-bench}
cores=2
as_of=2025-06-30 # the last day with orders
results=$repository/bench/RESULTS.md
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
facts=$cache/facts.md
export MODULES=$cache THREADS=$cores POLARS_MAX_THREADS=$cores PYTHONDONTWRITEBYTECODE=1

build() {
  (cd "$repository" && go build -o "$cache/" ./cmd/ozpayout ./bench/measure ./bench/results)
}

# make_shop ORDERS sets $shop and $prepared, and $is_new if it was not there. A
# shop is made again when its generator changed. DEMO="--zstd --sellers 30" passes
# options to the generator.
make_shop() {
  local generator
  generator=$(cat "$repository"/cmd/ozpayout/internal/shop/*.go "$repository/datasets/seeds/calendar.csv" | sha256sum | cut -c1-12)
  local demo
  read -ra demo <<< "${DEMO:-}"
  shop=$cache/shop-$1-$generator$(IFS=; echo "${demo[*]}")
  prepared=$shop/prepared
  is_new=
  [ ! -e "$shop/expected.csv" ] || return 0 # the file that is written last
  is_new=yes
  rm -rf "$shop"
  "$cache/ozpayout" demo --orders "$1" --seed 1 --from 2024-07-01 --days 365 "${demo[@]}" "$shop"
  # The SQL does not audit bindings or read channel states: without these tables
  # the two causes that follow from them are not observable to either side.
  find "$shop/in" -type f \( -name 'bindings.*' -o -name 'provider_channels.*' \) -delete
}

# warm_up reads the inputs, so that a run finds in the page cache what the run
# before it has pushed out, as far as memory goes.
warm_up() {
  find "$shop/in" -type f -exec cat {} + > /dev/null
}

prepare() {
  node "$repository/bench/prepare.mjs" "$shop/in" "$prepared" "$as_of" "$repository/datasets/seeds"
}

# install PEER fails with a reason on standard error if the peer cannot run here.
install() {
  local folder=$cache/$1 pinned=$repository/bench/$1
  mkdir -p "$folder"
  case $1 in
    pandas)
      cmp -s "$pinned/requirements.txt" "$folder/requirements.txt" && return
      python3 -m venv "$folder/venv" >&2 || return
      "$folder/venv/bin/pip" install --quiet --disable-pip-version-check -r "$pinned/requirements.txt" >&2 || return
      "$folder/venv/bin/python" -c 'import pandas, pyarrow' >&2 || return
      cp "$pinned/requirements.txt" "$folder/"
      ;;
    *)
      cmp -s "$pinned/package.json" "$folder/installed.json" && return
      cp "$pinned/package.json" "$folder/package.json"
      (cd "$folder" && npm install --silent --no-audit --no-fund) >&2 || return
      if [ "$1" = polars ] && ! loads "$folder" 2> /dev/null; then
        # Before Node.js 22 npm leaves the native part out, which works all the same.
        (cd "$folder" && npm install --silent --no-audit --no-fund --no-save "nodejs-polars-$(node -p 'process.platform + "-" + process.arch')-gnu@$(version polars)") >&2 || return
      fi
      loads "$folder" >&2 || return
      cp "$pinned/package.json" "$folder/installed.json"
      ;;
  esac
}

# loads tries the only dependency of a package.
loads() {
  (cd "$1" && node -e 'require(Object.keys(require("./package.json").dependencies)[0])')
}

# version PEER prints what is pinned.
version() {
  case $1 in
    pandas) sed 's/^pandas==//; s/==/ /' "$repository/bench/pandas/requirements.txt" | paste -sd, - | sed 's/,/, /g' ;;
    *) sed -nE '/"dependencies"/,/}/s/.*": "([0-9][^"]*)".*/\1/p' "$repository/bench/$1/package.json" ;;
  esac
}

# job PEER says how much of the work the peer does.
job() {
  if [ "$1" = duckdb ]; then echo core; else echo lines; fi
}

# measure_peer MEASURED GROUP PEER OUT
measure_peer() {
  local driver=(node "$repository/bench/$3/driver.mjs")
  if [ "$3" = pandas ]; then driver=("$cache/pandas/venv/bin/python" "$repository/bench/pandas/driver.py"); fi
  rm -rf "$4"
  warm_up
  "$cache/measure" "$1" "$2"$'\t'"$3"$'\t'"$(job "$3")" "${driver[@]}" "$prepared" "$4"
}

# measure_ozpayout MEASURED GROUP WHO JOB OUT [OPTION ...]
measure_ozpayout() {
  local out=$5
  rm -rf "$out"
  warm_up
  GOMAXPROCS=$cores "$cache/measure" -limit "${LIMIT:-0}" "$1" "$2"$'\t'"$3"$'\t'"$4" \
    "$cache/ozpayout" run --in "$shop/in" --out "$out" --as-of "$as_of" --lang none --workers "$cores" --quiet "${@:6}"
}

# start_facts notes what figures depend on; to be called before the first run.
start_facts() {
  local commit
  commit=$(git -C "$repository" rev-parse --short=12 HEAD)
  git -C "$repository" diff --quiet HEAD -- ':!bench/RESULTS.md' || commit="$commit with changes"
  {
    echo "- $(date -u +%F), ozpayout $commit, load average before $(load)"
    echo "- $(processor), $(getconf _NPROCESSORS_ONLN) processors, $(memory), $(uname -srm)"
    echo "- $(go version | cut -d' ' -f3), Node.js $(node --version 2> /dev/null || echo none); each run may use $cores threads"
  } > "$facts"
}

note() {
  echo "- $*" | tee -a "$facts"
}

load() {
  if [ -r /proc/loadavg ]; then cut -d' ' -f1-3 /proc/loadavg; else uptime | sed 's/.*averages\{0,1\}: //'; fi
}

processor() {
  if [ -r /proc/cpuinfo ]; then sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1; else uname -p; fi
}

memory() {
  if [ -r /proc/meminfo ]; then awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo; else echo 'memory unknown'; fi
}
