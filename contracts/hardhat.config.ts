import { fileURLToPath } from "node:url";

import nodeTestRunner from "@nomicfoundation/hardhat-node-test-runner";
import networkHelpers from "@nomicfoundation/hardhat-network-helpers";
import viem from "@nomicfoundation/hardhat-viem";
import viemAssertions from "@nomicfoundation/hardhat-viem-assertions";
import { defineConfig } from "hardhat/config";

// The compiler comes from npm, so that a build needs no download and tests run the bytecode that is deployed.
const soljson = fileURLToPath(new URL("./node_modules/solc/soljson.js", import.meta.url));

/** How often or how long the fuzz tests run, from the environment. */
const size = (name: string, usual: number): number => Number(process.env[name] ?? usual);

const compiler = (runs: number) => ({
  version: "0.8.37",
  path: soljson,
  settings: {
    optimizer: { enabled: true, runs },
    viaIR: true,
    evmVersion: "cancun",
    metadata: { bytecodeHash: "none" as const }, // comments and paths do not change an address
    outputSelection: { "*": { "*": ["storageLayout"] } },
  },
});

// The router is deployed once and called for every tip, so it is made for calls; so is what its fuzz tests deploy.
const forCalls = compiler(10_000_000);

export default defineConfig({
  plugins: [viem, viemAssertions, networkHelpers, nodeTestRunner],
  paths: { sources: "./src", tests: "./test" },
  solidity: {
    compilers: [compiler(200)],
    overrides: {
      "src/TipRouter.sol": forCalls,
      "src/test/Crowd.sol": forCalls,
      "src/test/Signers.sol": forCalls,
      "test/fuzz/Baskets.t.sol": forCalls,
      "test/fuzz/Custody.t.sol": forCalls,
      "test/fuzz/TipRouter.t.sol": forCalls,
    },
  },
  networks: {
    // What `hardhat node` serves: a block for each transaction, and one every second, so that confirmations come.
    node: { type: "edr-simulated", chainId: 31337, mining: { auto: true, interval: 1000 } },
    localhost: { type: "http", url: process.env.CHAINTIPS_RPC_URL ?? "http://127.0.0.1:8545" },
  },
  test: {
    solidity: {
      fuzz: { runs: size("CHAINTIPS_FUZZ_RUNS", 256) },
      invariant: { runs: 256, depth: size("CHAINTIPS_INVARIANT_DEPTH", 64), failOnRevert: true },
    },
  },
});
