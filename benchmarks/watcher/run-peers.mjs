// The gateway, viem and ponder over the same chain, through the same proxy, by turns. benchmarks/run-watcher-peers calls it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runPonder } from "./ponder.mjs";
import { Session, demandBooks, load, say } from "./session.mjs";
import { number, spread, table } from "./statistics.mjs";

const { values: options } = parseArgs({
  options: {
    program: { type: "string" },
    chain: { type: "string", multiple: true, default: ["dense"] },
    verification: { type: "string", default: "proof,trust" },
    rounds: { type: "string", default: "5" },
    "ponder-rounds": { type: "string", default: "3" },
  },
});
const session = new Session(options.program);
const levels = options.verification.split(",");
const books = { SQLite: session.booksOf("sqlite"), PostgreSQL: session.booksOf("postgres") };

async function gateway({ chain, proxy }, database, level) {
  const result = await session.backfill(chain, proxy.url, books[database].renew(), level);
  demandBooks(chain, books[database]);
  return result;
}

async function viem({ chain, proxy }, withBooks) {
  const file = join(session.folder, "viem.db");
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
  const blocksAtOnce = Math.round(10_000 / chain.tipsPerBlock);
  const place = [proxy.url, chain.router, chain.startBlock, chain.lastTipBlock, blocksAtOnce].map(String);
  const result = await session.time(process.execPath, [
    join(import.meta.dirname, "viem.mjs"),
    ...place,
    ...(withBooks ? [file] : []),
  ]);
  if (result.text.trim() !== `${chain.tips} ${chain.sum}`)
    throw new Error(`viem saw ${result.text}; there are ${chain.tips} ${chain.sum}.`);
  return result;
}

/** Who takes part, and how often: ponder takes minutes. */
function contestants(opened) {
  const ponder = (isLifted) => () => runPonder(session.server, opened.chain, opened.proxy.url, isLifted);
  const [rounds, slow] = [Number(options.rounds), Number(options["ponder-rounds"])];
  return [
    ...["SQLite", "PostgreSQL"].flatMap((database) =>
      levels.map((level) => ({
        name: `ChainTips, ${database}, ${level}`,
        run: () => gateway(opened, database, level),
        rounds,
      })),
    ),
    { name: "viem 2.57.20, decode only", run: () => viem(opened, false), rounds },
    { name: "viem 2.57.20, SQLite", run: () => viem(opened, true), rounds },
    { name: "ponder 0.17.7, PostgreSQL, as shipped", run: ponder(false), rounds: slow },
    { name: "ponder 0.17.7, PostgreSQL, rate limiter lifted", run: ponder(true), rounds: slow },
  ].filter((contestant) => contestant.rounds > 0);
}

async function compete(name) {
  const opened = await session.open(name);
  const all = contestants(opened).map((contestant) => ({ ...contestant, results: [] }));
  for (const { name: who, run } of all) {
    // Fills the proxy. Both ponders ask the same, so the faster one is enough.
    if (!who.endsWith("as shipped")) await run();
    say(`${name}: the answers for ${who} are in the proxy`);
  }
  for (let i = 1; i <= Number(options.rounds); i++) {
    for (const contestant of all) {
      if (i > contestant.rounds) continue;
      say(`${name}, round ${i}: ${contestant.name}, load ${load()}`);
      await opened.proxy.report();
      contestant.results.push(await contestant.run());
      contestant.asked = await opened.proxy.report();
    }
  }
  const first = all[0].results;
  console.log(`## ${name}\n`);
  console.log(
    table(
      ["who", "ms", "tips/s", "processor ms", "peak MB", "requests", "MB", `× the time of ${all[0].name}`, "rounds"],
      all.map(({ name: who, results, asked }) => [
        who,
        spread(results.map(({ ms }) => ms)),
        spread(results.map(({ ms }) => (opened.chain.tips * 1000) / ms)),
        spread(results.map(({ cpuMs }) => cpuMs)),
        spread(results.map(({ peakMb }) => peakMb)),
        number(asked.requests),
        number(asked.bytesOut / 1e6, 1),
        spread(
          results.map(({ ms }, i) => ms / first[i].ms),
          2,
        ),
        String(results.length),
      ]),
    ),
  );
  console.log();
}

for (const name of options.chain.flatMap((value) => value.split(","))) await compete(name);
console.log(session.describe("rounds by turns, median (least–most), ratios within a round"));
await session.close();
