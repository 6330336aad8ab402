#!/usr/bin/env bash
# Builds everything and runs every test on a machine that has only the .NET SDK.
#   infra/test.sh [arguments for dotnet test, such as --filter-class Full.Name]
# The last line is `N passed, N failed`; the exit code is 0 only if some test ran and all of them passed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

solution=Approvals.sln
artifacts=$PWD/artifacts
results=$artifacts/test-results
node_wanted=20   # the TypeScript SDK's second version asks for it; Debian 12 has 18

say() { printf '\n== %s\n' "$*"; }
die() { printf 'infra/test.sh: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -- "$@"; fi; }

# --- What the tests need beside .NET -------------------------------------------------------------------------------

find_chromium() {
  local candidate
  for candidate in "${APPROVALS_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$candidate" ] && has "$candidate"; then command -v "$candidate"; return 0; fi
  done
  return 1
}

node_major() { { node --version 2>/dev/null || true; } | sed -n 's/^v\([0-9]*\).*/\1/p'; }
node_is_new_enough() { local major; major=$(node_major); [ "${major:-0}" -ge "$node_wanted" ]; }

install_missing() {
  local missing=()
  find_chromium >/dev/null || missing+=(chromium fonts-liberation)
  has node || missing+=(nodejs)
  has npm || missing+=(npm)
  [ ${#missing[@]} -eq 0 ] && return 0

  say "Installing ${missing[*]}"
  has apt-get || die "${missing[*]}: not found, and there is no apt-get to install them with"
  # A stale package list is better than none: what cannot be had is reported below, by name.
  as_root apt-get update -qq || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "${missing[@]}" >"$artifacts/apt.log" 2>&1 || tail -n 20 "$artifacts/apt.log" >&2
  find_chromium >/dev/null || die "chromium could not be installed (see artifacts/apt.log)"
  { has node && has npm; } || die "nodejs and npm could not be installed (see artifacts/apt.log)"
}

use_newer_node() {
  node_is_new_enough && return 0
  local home=$artifacts/node
  if [ ! -x "$home/node_modules/.bin/node" ]; then
    say "Installing node 22 into artifacts/node (the one at hand is $(node --version))"
    npm install --prefix "$home" --no-audit --no-fund --no-save node@22 >"$artifacts/node.log" 2>&1 ||
      { tail -n 20 "$artifacts/node.log" >&2; die "node $node_wanted or newer could not be installed"; }
  fi
  export PATH=$home/node_modules/.bin:$PATH
  node_is_new_enough || die "node $(node --version) is too old: $node_wanted or newer is needed"
}

install_clients() {
  local stamp=tests/clients/node_modules/.installed wanted
  wanted="$(cksum < tests/clients/package-lock.json) $(node_major)"
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
  say "Installing the TypeScript clients"
  npm ci --prefix tests/clients --no-audit --no-fund
  printf '%s' "$wanted" > "$stamp"
}

# --- Servers beside the tests ---------------------------------------------------------------------------------------
# A server that somebody else runs is used and left alone; one that was started here is ended here.

started=()
stop_servers() {
  local server
  for server in ${started[@]+"${started[@]}"}; do "infra/$server.sh" stop || true; done
  started=()
}
start_servers() {
  if [ -z "${APPROVALS_RABBITMQ_URL:-}" ]; then
    say "Starting RabbitMQ on loopback"
    infra/rabbitmq.sh url >/dev/null 2>&1 || started+=(rabbitmq)
    infra/rabbitmq.sh start >/dev/null
    APPROVALS_RABBITMQ_URL=$(infra/rabbitmq.sh url)
    APPROVALS_RABBITMQ_MANAGEMENT=$(infra/rabbitmq.sh management)
    export APPROVALS_RABBITMQ_URL APPROVALS_RABBITMQ_MANAGEMENT
  fi
}
trap stop_servers EXIT

# --- Build, test, count ----------------------------------------------------------------------------------------------

build() {
  say "Restoring"
  local locked=()
  compgen -G 'src/*/packages.lock.json' >/dev/null && locked=(--locked-mode)
  dotnet restore "$solution" ${locked[@]+"${locked[@]}"}
  say "Building"
  dotnet build "$solution" -c Release --no-restore --nologo -clp:NoSummary
}

# Adds up one attribute of the <Counters> element over all reports.
count() {
  { grep -hoE "<Counters [^>]*" "$results"/*.trx 2>/dev/null || true; } |
    { grep -oE " $1=\"[0-9]+\"" || true; } | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'
}

# Names every test that failed, with its message and the top of its stack: the end of a long log is what gets read.
show_failures() {
  { cat "$results"/*.trx 2>/dev/null || true; } | awk '
    /<UnitTestResult / { failed = /outcome="(Failed|Error|Timeout|Aborted)"/; shown = 0
                         if (failed && match($0, /testName="[^"]*"/)) print "\nFAILED " substr($0, RSTART + 10, RLENGTH - 11) }
    failed && /<ErrorInfo>/ { inside = 1 }
    inside && shown < 25    { print "  " $0; shown++ }
    /<\/ErrorInfo>/         { inside = 0 }'
}

run_tests() {
  say "Testing"
  rm -rf "$results"
  local filtered=() outcome=0
  # With a filter some projects have nothing to run, which is code 8; that nothing ran at all is checked below.
  [ $# -gt 0 ] && filtered=(--ignore-exit-code 8)
  # One project after the other: side by side, browsers and brokers take each other's time on a small machine.
  dotnet test --solution "$solution" -c Release --no-build --max-parallel-test-modules 1 --results-directory "$results" --report-trx \
    ${filtered[@]+"${filtered[@]}"} "$@" || outcome=$?

  local total executed passed failed skipped line
  total=$(count total) executed=$(count executed) passed=$(count passed)
  skipped=$((total - executed))
  failed=$((executed - passed))   # failed, but also errors, timeouts and aborted runs
  line="$passed passed, $failed failed"
  [ "$skipped" -gt 0 ] && line="$line, $skipped skipped" && outcome=1
  [ "$executed" -eq 0 ] && echo "infra/test.sh: no test ran" >&2 && outcome=1
  [ "$failed" -gt 0 ] && outcome=1
  [ "$outcome" -ne 0 ] && [ "$failed" -eq 0 ] && echo "infra/test.sh: dotnet test ended with code $outcome; the lines above say why" >&2
  stop_servers
  [ "$failed" -gt 0 ] && show_failures
  printf '\n%s\n' "$line"
  exit "$((outcome != 0))"
}

has dotnet || die "the .NET 10 SDK is needed: https://dotnet.microsoft.com/download"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Most of the tests' processes live for seconds: code that is measured in order to be made faster later only costs them time.
export DOTNET_TieredPGO=0
mkdir -p "$artifacts"
install_missing
APPROVALS_CHROMIUM=$(find_chromium)
export APPROVALS_CHROMIUM
use_newer_node
install_clients
start_servers
build
run_tests "$@"
