// Measures `chaintips backfill` as a process, cold, by turns with curl fetching the same bytes. benchmarks/run-watcher calls it.
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { nodeOptions, prepareChain } from "./chain.mjs";
import { checkProxy } from "./check-proxy.mjs";
import { prepareCurl } from "./curl.mjs";
import { SqliteBooks, countCredits, gatewaySettings, timeProgram } from "./gateway.mjs";
import { end, startAnvil } from "./node.mjs";
import { PostgresBooks, PostgresServer } from "./postgres.mjs";
import { number, spread, table } from "./statistics.mjs";
import { startProxy } from "./start-proxy.mjs";

const list = { type: "string", multiple: true };
const { values: options } = parseArgs({
  options: {
    program: { type: "string" },
    chain: { ...list, default: ["dense"] },
    database: { ...list, default: ["sqlite"] },
    verification: { ...list, default: ["proof"] },
    source: { ...list, default: ["proxy"] },
    rounds: { type: "string", default: "5" },
  },
});
const each = (name) => options[name].flatMap((value) => value.split(","));
const folder = mkdtempSync(join(tmpdir(), "chaintips-benchmark."));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const say = (line) => console.error(line);

/** Everything that one chain needs: the node over its state, and the proxy before it. */
async function open(name) {
  const chain = await prepareChain(name);
  say(`loading the chain '${name}' into the node`);
  const node = await startAnvil([...nodeOptions, "--load-state", chain.state]);
  return { chain, node, proxy: await startProxy(node.url) };
}

/** One way to run the gateway, and what it measured so far. */
function configure({ chain, node, proxy }, books, database, verification, source) {
  const url = source === "proxy" ? proxy.url : node.url;
  return { name: `${chain.name}, ${database}, ${verification}, ${source}`, chain, books, verification, url, source, proxy, node, runs: [], again: [], curl: [] };
}

async function backfill(configuration, books, url) {
  const { program, environment } = gatewaySettings(options.program, configuration.chain, url, books, {
    VERIFICATION: configuration.verification[0].toUpperCase() + configuration.verification.slice(1),
  });
  return timeProgram(program, ["backfill"], environment, folder);
}

function demandBooks({ name, chain, books }) {
  const { entries, settled, sum } = countCredits(books);
  if (entries !== chain.tips || settled !== chain.tips || sum !== chain.sum) {
    throw new Error(`${name}: ${entries} tips of ${sum} base units were credited and ${settled} settled; there are ${chain.tips} of ${chain.sum}.`);
  }
}

/** Fills the proxy, and learns which requests the gateway makes; not measured. */
async function rehearse(configuration) {
  await configuration.proxy.report();
  await backfill(configuration, configuration.books.renew(), configuration.proxy.url);
  demandBooks(configuration);
  const { bodies, bytesOut } = await configuration.proxy.report();
  const checked = await checkProxy(configuration.node.url, configuration.proxy.url, bodies);
  say(`${configuration.name}: the proxy answers ${bodies.length} requests as the node does, ${checked} bytes equal but for ids`);
  await configuration.proxy.report();
  configuration.requests = bodies.length;
  configuration.bytes = bytesOut;
  configuration.fetch = prepareCurl(folder, configuration.name.replaceAll(/\W+/g, "-"), configuration.url, bodies);
}

async function round(configuration) {
  const location = configuration.books.renew();
  configuration.runs.push(await backfill(configuration, location, configuration.url));
  demandBooks(configuration);
  configuration.again.push(await backfill(configuration, location, configuration.url));
  configuration.curl.push(await configuration.fetch());
}

function rowOf({ name, chain, runs, again, curl, requests, bytes }, startMs) {
  const of = (samples, field) => samples.map((sample) => sample[field]);
  const curlRatio = runs.map(({ ms }, i) => (ms - startMs) / curl[i].ms);
  return [
    name, spread(of(runs, "ms")), spread(of(runs, "ms").map((ms) => (chain.tips * 1000) / ms)), spread(of(runs, "cpuMs")), spread(of(runs, "peakMb")),
    spread(of(again, "ms")), spread(of(curl, "ms")), spread(curlRatio, 2), number(requests), number(bytes / 1e6, 1),
  ];
}

const server = each("database").includes("postgres") ? new PostgresServer() : undefined;
const opened = [];
for (const name of each("chain")) opened.push(await open(name));
const booksOf = { sqlite: () => new SqliteBooks(options.program, folder), postgres: () => new PostgresBooks(options.program, server) };
const books = Object.fromEntries(each("database").map((database) => [database, booksOf[database]()]));
const configurations = opened.flatMap((chain) => each("database").flatMap((database) => each("verification").flatMap((verification) =>
  each("source").map((source) => configure(chain, books[database], database, verification, source)))));

say(`load ${loadavg().map((load) => load.toFixed(2)).join(" ")}`);
for (const configuration of configurations) await rehearse(configuration);
const version = [];
for (let i = 1; i <= Number(options.rounds); i++) {
  say(`round ${i} of ${options.rounds}, load ${loadavg()[0].toFixed(2)}`);
  version.push(await timeProgram(options.program, ["--version"], process.env, folder));
  for (const configuration of configurations) await round(configuration);
}
const startMs = Math.min(...version.map(({ ms }) => ms));
console.log(`${cpus().length} cores (${cpus()[0].model}), ${options.rounds} rounds by turns: median (least–most). Load ${loadavg().map((load) => load.toFixed(2)).join(" ")}.`);
console.log(`\`chaintips --version\`: ${spread(version.map(({ ms }) => ms))} ms; ${version[0].text.trim()}\n`);
console.log(table(
  ["chain, database, verification, source", "ms from start to exit", "tips/s", "processor ms", "peak MB", "ms when nothing is new", "curl, ms", "(run − start) / curl", "requests", "MB"],
  configurations.map((configuration) => rowOf(configuration, startMs)),
));
for (const { proxy, node } of opened) {
  proxy.stop();
  await end(node.child, "SIGKILL");
}
server?.stop();
