// From the node's push of a block to its tips committed, and from a reorg to right books, with `chaintips serve`. benchmarks/run-watcher-head calls it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { deploy, nodeOptions, tipCall } from "./chain.mjs";
import { Commits } from "./commits.mjs";
import { gatewaySettings } from "./gateway.mjs";
import { ask, askOne, end, freePort, sleep, startAnvil } from "./node.mjs";
import { Session, say } from "./session.mjs";
import { median, number, quantile, table } from "./statistics.mjs";

const { values: options } = parseArgs({
  options: {
    program: { type: "string" },
    blocks: { type: "string", default: "200" },
    tips: { type: "string", default: "5" },
    reorgs: { type: "string", default: "5" },
    poll: { type: "string", default: "200" },
  },
});
const session = new Session(options.program);
const hex = (value) => `0x${value.toString(16)}`;
const milliseconds = (from, to) => Number(to - from) / 1e6;
/** So deep that nothing of a measured reorg was final. */
const confirmations = 100;

/** Every head that the node pushes, with the time at which it was seen here. */
async function subscribe(url) {
  const heads = new Map();
  const socket = new WebSocket(url.replace("http", "ws"));
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`No websocket at ${url}.`));
  });
  socket.onmessage = ({ data }) => {
    const at = process.hrtime.bigint();
    const block = JSON.parse(data).params?.result;
    if (block) heads.set(block.hash, at);
  };
  socket.send('{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}');
  await sleep(200);
  return { heads, close: () => socket.close() };
}

/** The node with the contracts, a gateway that serves it as a user would have it, and whoever looks on. */
async function start(settings) {
  const node = await startAnvil([...nodeOptions, "--no-request-size-limit"]);
  await askOne(node.url, "anvil_setBlockTimestampInterval", [2]);
  const chain = await deploy(node.url, 1_000);
  const location = session.booksOf("sqlite").renew();
  const all = gatewaySettings(options.program, chain, node.url, location, {
    ...settings(node),
    CONFIRMATIONS: confirmations,
  });
  const url = `http://127.0.0.1:${await freePort()}`;
  const gateway = spawn(all.program, ["serve", "--urls", url], {
    env: all.environment,
    cwd: session.folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  process.once("exit", () => gateway.kill("SIGKILL"));
  let said = "";
  for (const stream of [gateway.stdout, gateway.stderr])
    stream.on("data", (data) => (said = (said + data).slice(-4_000)));
  gateway.once("exit", (status) => {
    if (status === 0 || status === null) return;
    console.error(`The gateway ended with ${status}: ${said}`);
    process.exit(1);
  });
  const place = {
    node,
    chain,
    gateway,
    location,
    environment: all.environment,
    commits: new Commits(location),
    pushed: await subscribe(node.url),
    sent: 0,
  };
  await place.commits.until(sameHead(await newestHash(node)), "the blocks before the first tip");
  return place;
}

async function stop({ gateway, commits, pushed, node }) {
  pushed.close();
  await commits.close();
  await end(gateway);
  await end(node.child, "SIGKILL");
}

const sameHead = (hash) => (commit) => commit.head === hash;
const newestHash = async (node) => (await askOne(node.url, "eth_getBlockByNumber", ["latest", false])).hash;

/** Mines a block of tips; the answer has the calls, the block's hash and what the node took. */
async function mine(place, tips) {
  const calls = Array.from({ length: tips }, () => tipCall(place.chain, place.sent++));
  if (tips > 0) await ask(place.node.url, calls);
  const asked = process.hrtime.bigint();
  await askOne(place.node.url, "evm_mine");
  return { calls, asked, hash: await newestHash(place.node) };
}

/** One line of latencies: from the push of a block to the commit of its tips. */
async function measureHead(name, settings, tips) {
  const place = await start(settings);
  const [latencies, pushes] = [[], []];
  const warmUp = 20;
  for (let i = -warmUp; i < Number(options.blocks); i++) {
    const { asked, hash } = await mine(place, tips);
    const { at } = await place.commits.until(sameHead(hash), `block ${hash}`);
    while (!place.pushed.heads.has(hash)) await sleep(1);
    const pushed = place.pushed.heads.get(hash);
    if (i >= 0) {
      latencies.push(milliseconds(pushed, at));
      pushes.push(milliseconds(asked, pushed));
    }
    await sleep(50 + ((i * 37) % 100)); // not in step with anybody's clock
  }
  await place.commits.until(({ entries }) => entries === place.sent, `${place.sent} credits`);
  await stop(place);
  return [
    name,
    ...[median(latencies), quantile(latencies, 0.99), Math.max(...latencies), median(pushes)].map((ms) =>
      number(ms, 1),
    ),
    number(latencies.length),
  ];
}

/** A reorg that replaces `depth` blocks by others with the same tips, while the gateway is stopped: it hears of it all at once. */
async function reorg(place, depth, tips) {
  const calls = [];
  for (let i = 0; i < depth; i++) calls.push((await mine(place, tips)).calls);
  await place.commits.until(sameHead(await newestHash(place.node)), "the blocks to be replaced");
  await sleep(300);
  const again = calls.flatMap((block, i) => block.map(([, [{ nonce, ...transaction }]]) => [transaction, i]));
  place.gateway.kill("SIGSTOP");
  await askOne(place.node.url, "anvil_reorg", [depth, again]);
  const head = await newestHash(place.node);
  while (!place.pushed.heads.has(head)) await sleep(1);
  await sleep(50);
  const told = process.hrtime.bigint();
  place.gateway.kill("SIGCONT");
  const { at } = await place.commits.until(sameHead(head), "the blocks after the reorg");
  return milliseconds(told, at);
}

/** The books are right when each tip on the chain counts once, and a replay from the chain alone comes to the same. */
async function demandSameAsReplay(place) {
  await askOne(place.node.url, "anvil_mine", [hex(confirmations), "0x2"]);
  await place.commits.until(({ settled }) => settled === place.sent, `${place.sent} settled tips`);
  const fresh = join(session.folder, `replay-${process.hrtime.bigint()}.db`);
  const { text } = await session.time(options.program, ["replay", "--into", fresh], place.environment);
  if (!/\bequal\b/.test(text)) throw new Error(`The replay does not come to the same: ${text}`);
  if (balances(place.location) !== balances(fresh)) throw new Error("The balances after the replay are others.");
}

/** What every account holds, from the movements that count. */
function balances(path) {
  const sums = new Map();
  const add = (account, amount) => sums.set(account, (sums.get(account) ?? 0n) + amount);
  for (const { debit, credit, amount } of session.query(
    path,
    `SELECT hex(d.holder) || d.kind AS debit, hex(c.holder) || c.kind AS credit, hex(m.amount) AS amount
    FROM movements m JOIN ledger_accounts d ON d.seq = m.debit JOIN ledger_accounts c ON c.seq = m.credit
    WHERE NOT EXISTS (SELECT 1 FROM voids v WHERE v.entry = m.entry)`,
  )) {
    add(debit, -BigInt(`0x${amount}`));
    add(credit, BigInt(`0x${amount}`));
  }
  return [...sums]
    .map(([account, sum]) => `${account} ${sum}`)
    .sort()
    .join("\n");
}

async function measureReorg(depth, tips) {
  const place = await start(({ url }) => ({ WEBSOCKET: url.replace("http", "ws") }));
  for (let i = 0; i < 5; i++) await mine(place, tips);
  const taken = [];
  for (let i = -1; i < Number(options.reorgs); i++) {
    const ms = await reorg(place, depth, tips);
    if (i >= 0) taken.push(ms); // the first one warms up
  }
  await demandSameAsReplay(place);
  await stop(place);
  const tipsOf = number(depth * tips);
  return [
    `${depth} blocks, ${tipsOf} tips voided and credited again`,
    ...[median(taken), Math.min(...taken), Math.max(...taken)].map((ms) => number(ms, 1)),
    number(taken.length),
    "equal",
  ];
}

const socket = ({ url }) => ({ WEBSOCKET: url.replace("http", "ws") });
const polling = () => ({ POLLINTERVAL: `00:00:00.${options.poll.padStart(3, "0")}` });
say(`measuring ${options.blocks} blocks by push, then as many by polling`);
const tips = Number(options.tips);
const heads = [
  await measureHead(`announced by websocket, ${tips} tips a block`, socket, tips),
  await measureHead(`polling every ${options.poll} ms, ${tips} tips a block`, polling, tips),
];
console.log(`From the push, seen by a second subscriber, to the commit; \`chaintips serve\`, SQLite, proof:\n`);
console.log(
  table(
    [
      "how it hears of a block",
      "p50, ms",
      "p99, ms",
      "most, ms",
      "the node: from the call to mine to the push, ms",
      "blocks",
    ],
    heads,
  ),
);
say("measuring reorgs");
const reorgs = [await measureReorg(3, 5), await measureReorg(64, 100)];
console.log(`\nFrom the announcement of the new chain to right books, pushed by websocket:\n`);
console.log(table(["reorg", "median, ms", "least", "most", "reorgs", "against a fresh replay"], reorgs));
console.log(`\n${session.describe(`${confirmations} confirmations`)}`);
await session.close();
