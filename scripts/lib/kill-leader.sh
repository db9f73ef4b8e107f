#!/usr/bin/env bash
# kill-leader.sh STATE: ends the gateway of scripts/dev that follows the chain, as a power cut would.
set -euo pipefail
state=${1:?the folder that scripts/dev names}
for file in "$state"/gateway*.url; do
    name=$(basename "$file" .url)
    if curl -fsS -m 2 "$(<"$file")/v1/chains" 2>/dev/null | grep -q '"state":"following"'; then
        kill -9 "$(<"$state/$name.pid")"
        echo "Killed $name, which followed the chain. Start it again with $state/start-$name"
        exit
    fi
done
echo "No gateway follows the chain now; one takes over within 20 seconds." >&2
exit 1
