# Sourced by every script: where the checkout is, how things are said, which Node.js is used.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
configuration=Release
gateway_binary="$root/artifacts/bin/ChainTips.Server/release/ChainTips.Server"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NPM_CONFIG_UPDATE_NOTIFIER=false NPM_CONFIG_FUND=false NPM_CONFIG_AUDIT=false

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
step() { say "== $* (${SECONDS}s)"; }

demand() { # demand COMMAND WHAT-TO-DO
    command -v "$1" >/dev/null || die "'$1' is not installed. $2"
}

# Hardhat needs Node.js 22; where another one is installed, this one comes from npm into scripts/node.
use_node() { export PATH="$root/scripts/node/node_modules/.bin:$PATH"; }

# npm_install FOLDER: as the lock file says, and only when it was not done for this lock file before.
npm_install() {
    cmp -s "$1/package-lock.json" "$1/node_modules/.installed-lock.json" && return
    say "installing the npm packages of ${1#"$root"/}"
    npm ci --prefix "$1" --no-progress --loglevel=error >&2
    cp "$1/package-lock.json" "$1/node_modules/.installed-lock.json"
}
