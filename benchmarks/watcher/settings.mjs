// Where things are, and what the two chains hold. Everything is fixed, so every machine builds the same blocks.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "../..");
/** What is made once and kept: state files of the node, template databases, recorded requests. */
export const kept = join(root, "artifacts/benchmarks");
export const chainId = 31337;
/** Blocks without a tip at the end, so that all tips are final: for the gateway with 3 confirmations here, for ponder with 30. */
export const emptyBlocks = 40;

/**
 * `blocks` times `tipsPerBlock` tips each, from so many payers. Of many, because viem remembers 8,192 addresses with their checksums, and
 * no platform has so few fans; `regulars` is the dense chain of few. `smoke` is for a quick look at the harness itself.
 */
export const shapes = {
  dense: { blocks: 1_000, tipsPerBlock: 100, payers: 20_000 },
  // Anvil makes the whole state's root anew in every block, so a long chain must have a small state.
  sparse: { blocks: 20_000, tipsPerBlock: 1, payers: 200 },
  regulars: { blocks: 1_000, tipsPerBlock: 100, payers: 200 },
  smoke: { blocks: 40, tipsPerBlock: 25, payers: 500 },
};

/** Anvil itself, not the script around it: signals must reach it. Where its npm package has no build, `ANVIL` names the program. */
export function anvilProgram() {
  const packaged = join(here, "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
  return process.env.ANVIL ?? (existsSync(packaged) ? packaged : "anvil");
}
