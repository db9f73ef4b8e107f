// The files that are made from the contracts and committed: ABI, storage layout, gas table, addresses,
// vectors.
//
//   node scripts/committed.ts check abi     compares the committed files with fresh ones
//   node scripts/committed.ts update abi    writes them; without a kind, all kinds

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { artifacts, network } from "hardhat";

import { deploy } from "../lib/deployment.ts";
import { measureGas } from "../lib/gas.ts";
import { demandBounds, gasTableAsMarkdown } from "../lib/gasTable.ts";
import { measureRouterVectors } from "../lib/routerVectors.ts";
import { storageLayoutOf } from "../lib/storageLayout.ts";
import { measureVectors } from "../lib/vectors.ts";

type Files = Record<string, string>;

const root = join(import.meta.dirname, "..");
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const abis = [
  "TipRouter",
  "DevUsd",
  "TwoTips",
  "ForwarderFactory",
  "Forwarder",
  "SmartAccount",
  "OpenEntryPoint",
  "DevPermit2",
];
const connect = () => network.create("default");

const kinds: Record<string, () => Promise<Files>> = {
  abi: async () => {
    const files: Files = {};
    for (const name of abis) {
      files[`abi/${name}.json`] = json((await artifacts.readArtifact(name)).abi);
    }
    return files;
  },

  "storage-layout": async () => {
    const files: Files = {};
    for (const name of ["TipRouter", "DevUsd", "DevUsdProxy", "ForwarderFactory", "Forwarder"]) {
      files[`storage-layout/${name}.json`] = json(await storageLayoutOf(artifacts, name));
    }
    return files;
  },

  gas: async () => {
    const table = await measureGas(artifacts, connect);
    demandBounds(table);
    return { "gas/gas-table.json": json(table), "gas/gas-table.md": gasTableAsMarkdown(table) };
  },

  deployment: async () => {
    const { viem } = await connect();
    const [wallet] = await viem.getWalletClients();
    if (wallet === undefined) throw new Error("The chain has no accounts.");
    const { startBlock: _, ...addresses } = await deploy(artifacts, await viem.getPublicClient(), wallet);
    return { [`deployments/${addresses.chainId}.json`]: json(addresses) };
  },

  vectors: async () => ({
    "vectors/forwarders.json": json(await measureVectors(artifacts, await connect())),
    "vectors/router.json": json(await measureRouterVectors(artifacts, await connect())),
  }),
};

const [verb, ...wanted] = process.argv.slice(2);
if (verb !== "check" && verb !== "update") throw new Error("Say `check` or `update`, and which kinds.");

let drifted = 0;
for (const kind of wanted.length > 0 ? wanted : Object.keys(kinds)) {
  const produce = kinds[kind];
  if (produce === undefined) throw new Error(`"${kind}" is none of ${Object.keys(kinds).join(", ")}.`);

  for (const [path, content] of Object.entries(await produce())) {
    const file = join(root, path);
    const same = existsSync(file) && readFileSync(file, "utf8") === content;
    if (verb === "check") {
      console.log(`${same ? "same   " : "DRIFTED"} ${path}`);
      if (!same) drifted++;
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      console.log(`${same ? "same   " : "written"} ${path}`);
    }
  }
}

if (drifted > 0) {
  console.error(`${drifted} committed files differ from fresh ones: run \`npm run update\` and read the difference.`);
  process.exit(1);
}
