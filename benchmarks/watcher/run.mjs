// Measures `chaintips backfill` as a process, cold, by turns with curl fetching the same bytes. benchmarks/run-watcher calls it.
import { parseArgs } from "node:util";
import { checkProxy } from "./check-proxy.mjs";
import { prepareCurl } from "./curl.mjs";
import { Session, demandBooks, load, say } from "./session.mjs";
import { number, spread, table } from "./statistics.mjs";

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
const session = new Session(options.program);

/** One way to run the gateway, and what it measured so far. */
function configure(opened, books, database, verification, source) {
  const name = `${opened.chain.name}, ${database}, ${verification}, ${source}`;
  return { ...opened, name, books, verification, url: opened[source].url, runs: [], again: [], curl: [] };
}

/** Fills the proxy, learns which requests the gateway makes, and compares the proxy with the node; not measured. */
async function rehearse(configuration) {
  const { name, chain, node, proxy, books, verification } = configuration;
  await session.backfill(chain, proxy.url, books.renew(), verification);
  await proxy.report(); // the first time the node may have been slow, and asked twice
  await session.backfill(chain, proxy.url, books.renew(), verification);
  demandBooks(chain, books);
  const { bodies, bytesOut } = await proxy.report();
  const checked = await checkProxy(node.url, proxy.url, bodies);
  say(`${name}: the proxy answers ${bodies.length} requests as the node does, ${checked} bytes equal but for ids`);
  configuration.requests = bodies.length;
  configuration.bytes = bytesOut;
  configuration.fetch = prepareCurl(session.folder, name.replaceAll(/\W+/g, "-"), configuration.url, bodies);
}

/** Bytes that a run allocates for each tip, what a run without anything new takes left out; not measured otherwise. */
async function countAllocations({ chain, books, proxy, verification }) {
  const location = books.renew();
  const first = await session.allocations(chain, proxy.url, location, verification);
  const nothing = await session.allocations(chain, proxy.url, location, verification);
  await proxy.report();
  return { perTip: (first.bytes - nothing.bytes) / chain.tips, ...first };
}

async function round({ chain, books, url, verification, runs, again, curl, fetch, proxy }) {
  const location = books.renew();
  runs.push(await session.backfill(chain, url, location, verification));
  demandBooks(chain, books);
  again.push(await session.backfill(chain, url, location, verification));
  curl.push(await fetch());
  await proxy.report();
}

function rowOf({ name, chain, runs, again, curl, requests, bytes, allocated }, startMs) {
  const of = (samples, field) => samples.map((sample) => sample[field]);
  const ratios = runs.map(({ ms }, i) => (ms - startMs) / curl[i].ms);
  return [
    name,
    spread(of(runs, "ms")),
    spread(of(runs, "ms").map((ms) => (chain.tips * 1000) / ms)),
    spread(of(runs, "cpuMs")),
    spread(of(runs, "peakMb")),
    spread(of(again, "ms")),
    spread(of(curl, "ms")),
    spread(ratios, 2),
    number(requests),
    number(bytes / 1e6, 1),
    number(allocated.perTip),
    `${allocated.collections.join(" + ")}, ${number(allocated.pauseMs)}`,
  ];
}

const opened = [];
for (const name of each("chain")) opened.push(await session.open(name));
const books = Object.fromEntries(each("database").map((database) => [database, session.booksOf(database)]));
const configurations = opened.flatMap((chain) =>
  each("database").flatMap((database) =>
    each("verification").flatMap((verification) =>
      each("source").map((source) => configure(chain, books[database], database, verification, source)),
    ),
  ),
);
for (const configuration of configurations) {
  await rehearse(configuration);
  configuration.allocated = await countAllocations(configuration);
}
const starts = [];
for (let i = 1; i <= Number(options.rounds); i++) {
  say(`round ${i} of ${options.rounds}, load ${load()}`);
  starts.push(await session.time(options.program, ["--version"]));
  for (const configuration of configurations) await round(configuration);
}
const startMs = Math.min(...starts.map(({ ms }) => ms));
console.log(
  `\`chaintips --version\` takes ${spread(starts.map(({ ms }) => ms))} ms; its least is the process start.\n`,
);
console.log(
  table(
    [
      "chain, database, verification, source",
      "ms from start to exit",
      "tips/s",
      "processor ms",
      "peak MB",
      "ms when nothing is new",
      "curl, ms",
      "(ms − process start) / curl",
      "requests",
      "MB",
      "bytes allocated a tip",
      "collections (gen 0 + 1 + 2), ms of pause",
    ],
    configurations.map((configuration) => rowOf(configuration, startMs)),
  ),
);
console.log(`\n${session.describe(`${options.rounds} rounds by turns, median (least–most)`)}`);
await session.close();
