// Builds a chain with the project's own contracts and keeps it as a state file of the node: chain.mjs dense|sparse|smoke
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeFunctionData, parseAbi } from "viem";
import { sumOfTips, tip } from "./catalogue.mjs";
import { ask, askOne, end, startAnvil } from "./node.mjs";
import { emptyBlocks, kept, payers, root, shapes } from "./settings.mjs";

const abi = parseAbi([
  "function mint(address to, uint256 amount) returns (bool)",
  "function approve(address spender, uint256 value) returns (bool)",
  "function tip(address token, address payee, uint256 amount, bytes32 paymentReference)",
]);
const fees = { gas: "0x249f0", maxFeePerGas: "0x77359400", maxPriorityFeePerGas: "0x0" };
const hex = (number) => `0x${number.toString(16)}`;
const say = (line) => console.error(line);

/** How the node is started over a chain of ours, built or being built. */
export const nodeOptions = ["--accounts", String(payers), "--order", "fifo", "--timestamp", "1767225600"];

/** The node's state file and what is known of the chain; built where it is missing. */
export async function prepareChain(name) {
  const [state, facts] = [join(kept, `${name}.state.json`), join(kept, `${name}.chain.json`)];
  if (!existsSync(facts)) await build(name, shapes[name], state, facts);
  const known = JSON.parse(readFileSync(facts, "utf8"));
  return { name, state, ...known, lastTipBlock: known.firstTipBlock + known.blocks - 1 };
}

/** Deploys as scripts/dev does, and gives every payer dollars and the router an allowance. */
export async function deploy(url) {
  const output = execFileSync("npm", ["run", "--silent", "deploy"], {
    cwd: join(root, "contracts"),
    env: { ...process.env, CHAINTIPS_RPC_URL: url },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { tipRouter: router, token, startBlock } = JSON.parse(output.trim().split("\n").at(-1));
  const addresses = await askOne(url, "eth_accounts");
  const nonces = await ask(url, addresses.map((address) => ["eth_getTransactionCount", [address, "latest"]]));
  const deployed = { router, token, startBlock, accounts: addresses.map((address, i) => ({ address, nonce: Number(nonces[i]) })) };
  const call = (from, functionName, args) => sendCall(from, token, encodeFunctionData({ abi, functionName, args }));
  await askOne(url, "evm_setAutomine", [false]);
  for (const setUp of [
    ({ address }) => call(deployed.accounts[0], "mint", [address, 10n ** 12n]),
    (account) => call(account, "approve", [router, 10n ** 18n]),
  ]) {
    await ask(url, deployed.accounts.map(setUp));
    await mineAll(url);
  }
  return deployed;
}

/** Mines what waits, in as many blocks as it takes. */
async function mineAll(url) {
  do await askOne(url, "evm_mine");
  while (Number((await askOne(url, "txpool_status")).pending) > 0);
}

// The nonce is ours, because the node takes the calls of a batch in any order.
const sendCall = (account, to, data) =>
  ["eth_sendTransaction", [{ ...fees, from: account.address, nonce: hex(account.nonce++), to, data }]];

/** The call that sends tip `number`. */
export function tipCall({ router, token, accounts }, number) {
  const { payer, post, payee, amount } = tip(number);
  const data = encodeFunctionData({ abi, functionName: "tip", args: [token, payee, BigInt(amount), post.reference] });
  return sendCall(accounts[payer], router, data);
}

async function build(name, { blocks, tipsPerBlock }, state, facts) {
  mkdirSync(kept, { recursive: true });
  const started = performance.now();
  say(`building the chain '${name}': ${blocks * tipsPerBlock} tips in ${blocks} blocks`);
  const node = await startAnvil([...nodeOptions, "--dump-state", `${state}.part`]);
  await askOne(node.url, "anvil_setBlockTimestampInterval", [2]);
  const deployed = await deploy(node.url);
  const firstTipBlock = Number(await askOne(node.url, "eth_blockNumber")) + 1;
  let next = 0;
  let shown = 0;
  for (let block = 0; block < blocks; block++) {
    await ask(node.url, Array.from({ length: tipsPerBlock }, () => tipCall(deployed, next++)));
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
  const known = { router, token, startBlock, firstTipBlock, head, tips: next, sum: sumOfTips(next), blocks, tipsPerBlock };
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
