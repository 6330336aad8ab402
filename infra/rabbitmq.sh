#!/usr/bin/env bash
# A RabbitMQ of this folder's own, on loopback: Debian's server, installed if it is missing, its files under artifacts/rabbitmq.
#   infra/rabbitmq.sh start        starts it, unless it runs, and prints its address
#   infra/rabbitmq.sh stop         ends it
#   infra/rabbitmq.sh url          its address, for Messaging:Url
#   infra/rabbitmq.sh management   the address of its web page and HTTP API
# The addresses hold a password that is made at the first start.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

home=$PWD/artifacts/rabbitmq
server=/usr/lib/rabbitmq/bin/rabbitmq-server
patience=120   # seconds; a busy machine takes half a minute

die() { printf 'infra/rabbitmq.sh: %s\n' "$*" >&2; exit 1; }
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -- "$@"; fi; }
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
lives() { [ -s "$home/$1.pid" ] && kill -0 "$(cat "$home/$1.pid")" 2>/dev/null; }

install_server() {
  [ -x "$server" ] && return 0
  command -v apt-get >/dev/null || die "rabbitmq-server: not found, and there is no apt-get to install it with"
  mkdir -p artifacts
  as_root apt-get update -qq || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 rabbitmq-server >artifacts/apt-rabbitmq.log 2>&1 || tail -n 20 artifacts/apt-rabbitmq.log >&2
  [ -x "$server" ] || die "rabbitmq-server could not be installed (see artifacts/apt-rabbitmq.log)"
}

# Four ports in a row that nobody listens on: AMQP, management, and Erlang's two.
choose_ports() {
  local base port
  for base in $(seq $((20000 + $$ % 1000 * 10)) 10 31990); do
    for port in 0 1 2 3; do listens $((base + port)) && continue 2; done
    printf '%s' "$base" >"$home/port"
    return 0
  done
  die "no four free ports in a row were found"
}

write_settings() {
  local base=$1
  [ -s "$home/password" ] || (umask 077; head -c 24 /dev/urandom | base64 | tr -d '+/=\n' >"$home/password")
  (umask 077; cat >"$home/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$base
management.tcp.ip = 127.0.0.1
management.tcp.port = $((base + 1))
default_user = approvals
default_pass = $(cat "$home/password")
CONF
  )
  echo '[rabbitmq_management].' >"$home/enabled_plugins"
}

# In a subshell: HOME is where Erlang keeps its cookie, and must not change for anybody else.
launch() (
  local base=$1
  export HOME=$home RABBITMQ_NODENAME=approvals-$base@localhost RABBITMQ_CONFIG_FILE=$home/rabbitmq.conf \
    RABBITMQ_ENABLED_PLUGINS_FILE=$home/enabled_plugins RABBITMQ_MNESIA_BASE=$home/mnesia RABBITMQ_LOG_BASE=$home/log \
    RABBITMQ_PID_FILE=$home/server.pid RABBITMQ_DIST_PORT=$((base + 2)) ERL_EPMD_PORT=$((base + 3)) ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
  # Started by us rather than by Erlang, so that its process is known and can be ended.
  setsid nohup epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 >"$home/log/epmd" 2>&1 </dev/null &
  echo $! >"$home/epmd.pid"
  setsid nohup "$server" >"$home/log/start" 2>&1 </dev/null &
)

url() { printf 'amqp://approvals:%s@127.0.0.1:%s/\n' "$(cat "$home/password")" "$(cat "$home/port")"; }
management() { printf 'http://approvals:%s@127.0.0.1:%s/\n' "$(cat "$home/password")" "$(($(cat "$home/port") + 1))"; }
answers() { curl -fsS -m 5 -o /dev/null "$(management)api/overview" 2>/dev/null; }

start() {
  if ! lives server; then
    install_server
    # What an earlier start left behind belongs to another name and other ports.
    stop
    mkdir -p "$home/log" "$home/mnesia"
    choose_ports
    write_settings "$(cat "$home/port")"
    launch "$(cat "$home/port")"
  fi
  local waited=0
  until listens "$(cat "$home/port")" && answers; do
    [ $((waited += 1)) -le "$patience" ] || { tail -n 20 "$home/log/start" >&2; die "RabbitMQ did not answer within $patience seconds (see artifacts/rabbitmq/log)"; }
    sleep 1
  done
  url
}

stop() {
  local name pid waited
  for name in server epmd; do
    lives "$name" || { rm -f "$home/$name.pid"; continue; }
    pid=$(cat "$home/$name.pid") waited=0
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do
      [ $((waited += 1)) -le 60 ] || kill -9 "$pid" 2>/dev/null || true
      sleep 0.5
    done
    rm -f "$home/$name.pid"
  done
}

running() { lives server || die "it does not run: infra/rabbitmq.sh start"; }

case ${1:-} in
  start) start ;;
  stop) stop ;;
  url) running; url ;;
  management) running; management ;;
  *) die "start, stop, url or management" ;;
esac
