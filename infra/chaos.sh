#!/usr/bin/env bash
# Agents, reviewers and an upstream that misbehave, around a gateway that is killed again and again; at the end nothing may be lost,
# doubled or unjustified. The two-minute form runs with all other tests; this is the long one.
#   infra/chaos.sh [--minutes N] [--seed S] [--transport rabbitmq|inmemory]
# Without --transport it runs over RabbitMQ, which it starts unless APPROVALS_RABBITMQ_URL names one or one runs already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

die() { printf 'infra/chaos.sh: %s\n' "$*" >&2; exit 2; }

APPROVALS_CHAOS_MINUTES=10
APPROVALS_CHAOS_TRANSPORT=rabbitmq
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || die "$1: give it a value, or see the head of this file"
  case $1 in
    --minutes) APPROVALS_CHAOS_MINUTES=$2 ;;
    --seed) export APPROVALS_CHAOS_SEED=$2 ;;
    --transport) APPROVALS_CHAOS_TRANSPORT=$2 ;;
    *) die "$1: not an option; --minutes N, --seed S or --transport rabbitmq|inmemory" ;;
  esac
  shift 2
done
case $APPROVALS_CHAOS_TRANSPORT in rabbitmq | inmemory) ;; *) die "--transport is rabbitmq or inmemory" ;; esac
export APPROVALS_CHAOS_MINUTES APPROVALS_CHAOS_TRANSPORT DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

started=
stop_rabbitmq() { [ -z "$started" ] || infra/rabbitmq.sh stop; }
trap stop_rabbitmq EXIT
if [ "$APPROVALS_CHAOS_TRANSPORT" = rabbitmq ] && [ -z "${APPROVALS_RABBITMQ_URL:-}" ]; then
  infra/rabbitmq.sh url >/dev/null 2>&1 || started=1
  infra/rabbitmq.sh start >/dev/null
  APPROVALS_RABBITMQ_URL=$(infra/rabbitmq.sh url)
  APPROVALS_RABBITMQ_MANAGEMENT=$(infra/rabbitmq.sh management)
  export APPROVALS_RABBITMQ_URL APPROVALS_RABBITMQ_MANAGEMENT
fi

dotnet build tests/Approvals.Chaos -c Release --nologo -v quiet -clp:NoSummary
dotnet run --project tests/Approvals.Chaos -c Release --no-build -- --filter-class Approvals.Chaos.ChaosTests
