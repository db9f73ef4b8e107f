// Where things are, and what the two chains hold. Everything is fixed, so every machine builds the same blocks.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "../..");
/** What is made once and kept: state files of the node, template databases, recorded requests. */
export const kept = join(root, "artifacts/benchmarks");
export const chainId = 31337;
export const payers = 200;
/** Blocks without a tip at the end, so that all tips are final: for the gateway with 3 confirmations here, for ponder with 30. */
export const emptyBlocks = 40;

/** `blocks` times `tipsPerBlock` tips each. `smoke` is the shape of both for a quick look at the harness itself. */
export const shapes = {
  dense: { blocks: 1_000, tipsPerBlock: 100 },
  sparse: { blocks: 20_000, tipsPerBlock: 1 },
  smoke: { blocks: 40, tipsPerBlock: 25 },
};

/** Anvil itself, not the script around it: signals must reach it. Where its npm package has no build, `ANVIL` names the program. */
export function anvilProgram() {
  const packaged = join(here, "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
  return process.env.ANVIL ?? (existsSync(packaged) ? packaged : "anvil");
}
