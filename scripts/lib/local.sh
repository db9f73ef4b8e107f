# Sourced by dev and demo: a local chain and gateways in a temporary folder, which are gone when the script ends.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
chain_type=generic postgres='' instances=1
while (($#)); do
    case "$1" in
        --chain-type) [[ "${2:-}" =~ ^(generic|op)$ ]] || die "--chain-type takes 'generic' or 'op', not '${2:-}'."; chain_type=$2; shift 2 ;;
        --postgres) postgres=yes; shift ;;
        --instances) [[ "${2:-}" =~ ^[1-9]$ ]] || die "--instances takes a number from 1 to 9, not '${2:-}'."; instances=$2; shift 2 ;;
        *) die "usage: ${0##*/} [--chain-type op] [--postgres [--instances N]]" ;;
    esac
done
((instances == 1)) || [[ -n "$postgres" ]] || die "Several gateways need a database that they can share: add --postgres."
state=$(mktemp -d "${TMPDIR:-/tmp}/chaintips.XXXXXX")
pids=()

stop_all() {
    local status=$? pid
    trap - EXIT INT TERM
    for pid in "$state"/gateway*.pid; do [[ -f "$pid" ]] && pids+=("$(<"$pid")"); done
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do
        for _ in {1..100}; do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
        kill -9 "$pid" 2>/dev/null || true
    done
    if ((status != 0 && status != 130)); then
        for log in "$state"/*.log; do [[ -f "$log" ]] && { say "-- ${log##*/}:"; tail -n 20 "$log" >&2; }; done
    fi
    [[ -z "${postgres_folder:-}" ]] || { "$root/scripts/lib/postgres.sh" stop "$postgres_folder" || true; rm -rf "$postgres_folder"; }
    rm -rf "$state"
    exit "$status"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

wait_for() { # wait_for URL PID WHAT [BODY]
    node "$root/scripts/lib/wait-for.mjs" "$@" || die "$3 did not come up."
}

start_chain() {
    rpc_url="http://127.0.0.1:$(free_port)"
    step "starting a local chain (Hardhat, $chain_type) at $rpc_url"
    (cd "$root/contracts" && exec node node_modules/hardhat/dist/src/cli.js node \
        --hostname 127.0.0.1 --port "${rpc_url##*:}" --chain-type "$chain_type") >"$state/chain.log" 2>&1 </dev/null &
    pids+=("$!")
    wait_for "$rpc_url" "$!" "The local chain" '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}'
    step "deploying TipRouter, ForwarderFactory and a test dollar"
    deployment=$(cd "$root/contracts" && CHAINTIPS_RPC_URL=$rpc_url npm run --silent deploy 2>"$state/deploy.log" | tail -n 1)
    field() { node -p 'JSON.parse(process.argv[1])[process.argv[2]]' "$deployment" "$1"; }
    router=$(field tipRouter) forwarder_factory=$(field forwarderFactory) token=$(field token) start_block=$(field startBlock)
    other_token=$(field otherToken) entry_point=$(field entryPoint)
}

# A PostgreSQL server of its own, beside the state, for it runs as another user where this script is root.
start_postgres() {
    step "starting a temporary PostgreSQL server"
    postgres_folder=$(mktemp -d "${TMPDIR:-/tmp}/chaintips-pg.XXXXXX")
    "$root/scripts/lib/postgres.sh" start "$postgres_folder" $$ chaintips || die "PostgreSQL did not start; --postgres needs it."
    database="postgres://postgres@localhost/chaintips?Host=$postgres_folder"
}

# Everything that the gateways need stands in their environment; the same file starts one again after a crash.
configure_gateways() {
    database="$state/chaintips.db"
    [[ -z "$postgres" ]] || start_postgres
    cat >"$state/gateway.env" <<END
export CHAINTIPS__DATABASE="$database"
export CHAINTIPS__SIGNINGKEYFILE="$state/signing.key"
export CHAINTIPS__CHAINS__31337__ENDPOINT="$rpc_url"
export CHAINTIPS__CHAINS__31337__ROUTER="$router"
export CHAINTIPS__CHAINS__31337__FORWARDERFACTORY="$forwarder_factory"
export CHAINTIPS__CHAINS__31337__STARTBLOCK="$start_block"
export CHAINTIPS__CHAINS__31337__POLLINTERVAL="00:00:00.200"
export CHAINTIPS__CHAINS__31337__TOKENS__0__ADDRESS="$token"
export CHAINTIPS__CHAINS__31337__TOKENS__0__SYMBOL="USDC"
export CHAINTIPS__CHAINS__31337__TOKENS__0__DECIMALS="6"
export CHAINTIPS__CHAINS__31337__TOKENS__0__NAME="USD Coin"
export CHAINTIPS__CHAINS__31337__TOKENS__0__DOMAINVERSION="2"
export CHAINTIPS__CHAINS__31337__TOKENS__1__ADDRESS="$other_token"
export CHAINTIPS__CHAINS__31337__TOKENS__1__SYMBOL="USDX"
export CHAINTIPS__CHAINS__31337__TOKENS__1__DECIMALS="6"
export CHAINTIPS__CHAINS__31337__TOKENS__1__NAME="USD Coin"
export CHAINTIPS__CHAINS__31337__TOKENS__1__DOMAINVERSION="2"
export CHAINTIPS__CHAINS__31337__ENTRYPOINTS__0="$entry_point"
export CHAINTIPS__CHAINS__31337__PERMIT2="true"
# Account 18 of every local chain pays the gas of relays; the gateway refuses this key on any other chain.
export CHAINTIPS__RELAYER__KEY="0x689af8efa8c651a91ad287602527f3af2fe9f6501a7ac4b061667b5a93e037fd"
END
    with_gateway_settings "$gateway_binary" key create --name local 2>/dev/null >"$state/key"
    chmod 600 "$state/key"
}

with_gateway_settings() { (. "$state/gateway.env" && "$@"); }

start_gateway() { # start_gateway NAME: the first is called gateway, and is the one that the scripts talk to
    local url; url="http://127.0.0.1:$(free_port)"
    [[ "$1" != gateway ]] || gateway_url=$url
    echo "$url" >"$state/$1.url"
    cat >"$state/start-$1" <<END
#!/usr/bin/env bash
. "$state/gateway.env"
"$gateway_binary" serve --urls "$url" >>"$state/$1.log" 2>&1 </dev/null &
echo "\$!" >"$state/$1.pid"
echo "The gateway is process \$!."
END
    chmod +x "$state/start-$1"
    step "starting the gateway at $url"
    "$state/start-$1" >/dev/null
    wait_for "$url/health/ready" "$(<"$state/$1.pid")" "The gateway"
}

simulate() { CHAINTIPS_KEY=$(<"$state/key") "$gateway_binary" simulate "$1" --server "$gateway_url" --rpc "$rpc_url" "${@:2}"; }

simulate_tip() { simulate tip; }

start_everything() {
    "$root/scripts/build"
    use_node
    start_chain
    configure_gateways
    start_gateway gateway
    for ((i = 2; i <= instances; i++)); do start_gateway "gateway-$i"; done
}
