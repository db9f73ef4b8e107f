# Sourced by the run scripts: what the measurement needs is installed and built.
program=
options=()

# prepare_watcher OPTIONS: --program FILE is taken out; without it the gateway is published as the measurement wants it.
prepare_watcher() {
    while (($#)); do
        case "$1" in
            --program) program=$(realpath "${2:?a file}"); shift 2 ;;
            *) options+=("$1"); shift ;;
        esac
    done
    demand curl "Install curl."
    [[ -x /usr/bin/time ]] || die "GNU time is not installed. Install the package time."
    npm_install "$root/scripts/node"
    use_node
    npm_install "$root/contracts"
    npm_install "$root/benchmarks/watcher"
    export NODE_OPTIONS=--disable-warning=ExperimentalWarning
    dotnet build "$root/benchmarks/ChainTips.AllocationHook" --configuration "$configuration" --verbosity quiet >&2
    [[ -n "$program" ]] || publish_gateway
}

# Compiled ahead of time where the platform allows it (ReadyToRun): so starts what users download.
publish_gateway() {
    local locks
    step "benchmarks: publishing the gateway"
    # A restore for one platform writes it into the lock files; they are put back.
    locks=$(mktemp -d "${TMPDIR:-/tmp}/chaintips-locks.XXXXXX")
    (cd "$root" && git ls-files -z '*packages.lock.json' | xargs -0 cp --parents -t "$locks")
    dotnet publish "$root/src/ChainTips.Server" --configuration "$configuration" --use-current-runtime --self-contained false \
        -p:PublishReadyToRun=true -p:RunAnalyzers=false --output "$root/artifacts/benchmarks/gateway" --verbosity quiet >&2 ||
        { cp -r "$locks/." "$root"; die "The gateway could not be published."; }
    cp -r "$locks/." "$root"
    rm -rf "$locks"
    program="$root/artifacts/benchmarks/gateway/ChainTips.Server"
}

# Without a lock file: the registry that this was written with lacks packages for other platforms, and so no lock file is complete.
install_ponder() {
    local folder="$root/benchmarks/watcher/ponder"
    cmp -s "$folder/package.json" "$folder/node_modules/.installed.json" && return
    say "installing ponder and what it needs"
    npm install --prefix "$folder" --no-package-lock --no-progress --loglevel=error >&2
    cp "$folder/package.json" "$folder/node_modules/.installed.json"
}
