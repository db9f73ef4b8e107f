// Where the gas of a transaction went, from what the node tells of every step.

import type { NetworkConnection } from "hardhat/types/network";
import { type Hash, type Hex, hexToBytes } from "viem";

import type { SplitRow } from "./gas.ts";

interface Step {
  depth: number;
  op: string;
  gas: number | string;
  gasCost: number | string;
}

/** What reaches another contract, or finds out whether there is one. */
const outward = new Set(["CALL", "STATICCALL", "EXTCODESIZE"]);

/** Adds up the steps of the contract that was called; what those that it called used is part of the call's step. */
export async function splitOf(
  { provider }: NetworkConnection,
  hash: Hash,
  input: Hex,
  gasUsed: number,
): Promise<Omit<SplitRow, "name" | "gas">> {
  const options = { disableStorage: true, disableMemory: true, disableStack: true };
  const trace = (await provider.request({ method: "debug_traceTransaction", params: [hash, options] })) as {
    structLogs: Step[];
  };
  const steps = trace.structLogs.filter(({ depth }) => depth === 1);

  const split = { base: baseOf(input), token: 0, logs: 0, router: 0, refund: 0 };
  for (const [i, { op, gas, gasCost }] of steps.entries()) {
    const next = steps[i + 1];
    const cost = next === undefined ? Number(gasCost) : Number(gas) - Number(next.gas);
    if (outward.has(op)) split.token += cost;
    else if (op.startsWith("LOG")) split.logs += cost;
    else split.router += cost;
  }
  split.refund = split.base + split.token + split.logs + split.router - gasUsed;
  return split;
}

/** The price of any transaction, and 4 for each zero byte of calldata, 16 for any other (EIP-2028). */
function baseOf(input: Hex): number {
  return hexToBytes(input).reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 21_000);
}
