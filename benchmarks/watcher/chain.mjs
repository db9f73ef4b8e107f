// Builds a chain with the project's own contracts and keeps it as a state file of the node: chain.mjs dense|sparse|smoke
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeAbiParameters, encodeFunctionData, keccak256, parseAbi } from "viem";
import { payerAddresses, sumOfTips, tip } from "./catalogue.mjs";
import { ask, askOne, end, startAnvil } from "./node.mjs";
import { emptyBlocks, kept, root, shapes } from "./settings.mjs";

const abi = parseAbi(["function tip(address token, address payee, uint256 amount, bytes32 paymentReference)"]);
const fees = { gas: "0x249f0", maxFeePerGas: "0x77359400", maxPriorityFeePerGas: "0x0" };
const hex = (number) => `0x${number.toString(16)}`;
const say = (line) => console.error(line);

/** How the node is started over a chain of ours, built or being built. */
export const nodeOptions = ["--auto-impersonate", "--order", "fifo", "--timestamp", "1767225600"];

/** The node's state file and what is known of the chain; built where it is missing. */
export async function prepareChain(name) {
  const shape = shapes[name];
  if (shape === undefined) throw new Error(`There is no chain '${name}'; say ${Object.keys(shapes).join(", ")}.`);
  const [state, facts] = ["state", "chain"].map((kind) => join(kept, `${name}-${shape.payers}.${kind}.json`));
  if (!existsSync(facts)) await build(name, shape, state, facts);
  const known = JSON.parse(readFileSync(facts, "utf8"));
  return { name, state, ...known, lastTipBlock: known.firstTipBlock + known.blocks - 1 };
}

/** Deploys as scripts/dev does, and gives every payer dollars and the router an allowance. */
export async function deploy(url, payers) {
  const output = execFileSync("npm", ["run", "--silent", "deploy"], {
    cwd: join(root, "contracts"),
    env: { ...process.env, CHAINTIPS_RPC_URL: url },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { tipRouter: router, token, startBlock } = JSON.parse(output.trim().split("\n").at(-1));
  const accounts = payerAddresses(payers).map((address) => ({ address, nonce: 0 }));
  for (let i = 0; i < payers; i += 200) {
    await ask(
      url,
      accounts.slice(i, i + 200).flatMap(({ address }) => provisions(address, router, token)),
    );
  }
  await askOne(url, "evm_setAutomine", [false]);
  return { router, token, startBlock, accounts };
}

/** The slot of a key in a mapping, as Solidity lays it out. */
const slotOf = (key, mapping) =>
  keccak256(encodeAbiParameters([{ type: "address" }, { type: "bytes32" }], [key, mapping]));
const word = (value) => `0x${value.toString(16).padStart(64, "0")}`;

/** Written into the state of the node, where contracts/storage-layout/DevUsd.json says: 40,000 transactions fewer on the chain. */
function provisions(payer, router, token) {
  const [balances, allowances] = [word(2), word(3)];
  return [
    ["anvil_setBalance", [payer, hex(10n ** 18n)]],
    ["anvil_setStorageAt", [token, slotOf(payer, balances), word(10n ** 12n)]],
    ["anvil_setStorageAt", [token, slotOf(router, slotOf(payer, allowances)), word(10n ** 18n)]],
  ];
}

// The nonce is ours, because the node takes the calls of a batch in any order.
const sendCall = (account, to, data) => [
  "eth_sendTransaction",
  [{ ...fees, from: account.address, nonce: hex(account.nonce++), to, data }],
];

/** The call that sends tip `number`. */
export function tipCall({ router, token, accounts }, number) {
  const { payer, post, payee, amount } = tip(number, accounts.length);
  const data = encodeFunctionData({ abi, functionName: "tip", args: [token, payee, BigInt(amount), post.reference] });
  return sendCall(accounts[payer], router, data);
}

async function build(name, { blocks, tipsPerBlock, payers }, state, facts) {
  mkdirSync(kept, { recursive: true });
  const started = performance.now();
  say(`building the chain '${name}': ${blocks * tipsPerBlock} tips in ${blocks} blocks`);
  const node = await startAnvil([...nodeOptions, "--prune-history", "--dump-state", `${state}.part`]);
  await askOne(node.url, "anvil_setBlockTimestampInterval", [2]);
  const deployed = await deploy(node.url, payers);
  const firstTipBlock = Number(await askOne(node.url, "eth_blockNumber")) + 1;
  let next = 0;
  let shown = 0;
  for (let block = 0; block < blocks; block++) {
    await ask(
      node.url,
      Array.from({ length: tipsPerBlock }, () => tipCall(deployed, next++)),
    );
    await askOne(node.url, "evm_mine");
    if (performance.now() - shown > 5_000) {
      shown = performance.now();
      say(`  ${next} of ${blocks * tipsPerBlock} tips, ${Math.round((shown - started) / 1000)} s`);
    }
  }
  await askOne(node.url, "anvil_mine", [hex(emptyBlocks)]);
  const head = Number(await askOne(node.url, "eth_blockNumber"));
  await demandTips(node.url, deployed, firstTipBlock, blocks, tipsPerBlock);
  await end(node.child, "SIGINT");
  renameSync(`${state}.part`, state);
  const { router, token, startBlock } = deployed;
  const known = {
    router,
    token,
    startBlock,
    firstTipBlock,
    head,
    tips: next,
    sum: sumOfTips(next),
    blocks,
    tipsPerBlock,
    payers,
  };
  writeFileSync(facts, `${JSON.stringify(known)}\n`);
  say(`  built in ${Math.round((performance.now() - started) / 1000)} s`);
}

/** Every block holds as many tips as it should: none failed, none was left over. */
async function demandTips(url, { router }, first, blocks, tipsPerBlock) {
  for (let block = first; block < first + blocks; block += 500) {
    const last = Math.min(first + blocks, block + 500) - 1;
    const logs = await askOne(url, "eth_getLogs", [{ address: router, fromBlock: hex(block), toBlock: hex(last) }]);
    const counts = new Map();
    for (const log of logs) counts.set(log.blockNumber, (counts.get(log.blockNumber) ?? 0) + 1);
    for (let number = block; number <= last; number++) {
      if (counts.get(hex(number)) !== tipsPerBlock) {
        throw new Error(`Block ${number} holds ${counts.get(hex(number)) ?? 0} tips, not ${tipsPerBlock}.`);
      }
    }
  }
}

if (process.argv[1] === import.meta.filename) {
  for (const name of process.argv.slice(2)) console.log(await prepareChain(name));
}
