// ponder at the same chain, as a process with a fresh database, as shipped or with its rate limiter lifted.
import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { end, freePort, sleep } from "./node.mjs";

const folder = join(import.meta.dirname, "ponder");
const packages = join(folder, "node_modules");

/** The package as npm gave it, or a copy of it in which the limits of requests are gone. */
function packageOf(isLifted) {
  if (!isLifted) return join(packages, "ponder");
  const lifted = join(packages, "ponder-lifted");
  if (existsSync(join(lifted, ".lifted"))) return lifted;
  cpSync(join(packages, "ponder"), lifted, { recursive: true });
  const file = join(lifted, "dist/esm/rpc/index.js");
  let source = readFileSync(file, "utf8");
  for (const [shipped, without] of [
    ["const INITIAL_MAX_RPS = 20;", "const INITIAL_MAX_RPS = 1_000_000;"],
    ["const MAX_RPS = 500;", "const MAX_RPS = 1_000_000;"],
  ]) {
    if (!source.includes(shipped)) throw new Error(`${file} has no '${shipped}': this is not ponder 0.17.7.`);
    source = source.replace(shipped, without);
  }
  writeFileSync(file, source);
  writeFileSync(join(lifted, ".lifted"), "");
  return lifted;
}

/** From a cold start until ponder says that it is ready: all history is in its tables. */
export async function runPonder(server, chain, url, isLifted) {
  server.run("postgres", "DROP DATABASE IF EXISTS ponder WITH (FORCE)");
  server.run("postgres", "CREATE DATABASE ponder");
  const port = await freePort();
  const program = join(packageOf(isLifted), "dist/esm/bin/ponder.js");
  const environment = {
    ...process.env,
    PEER_DATABASE: `postgresql://postgres@localhost/ponder?host=${server.folder}`,
    PEER_RPC: url,
    PEER_ROUTER: chain.router,
    PEER_START_BLOCK: String(chain.startBlock),
    PONDER_TELEMETRY_DISABLED: "true",
  };
  const started = process.hrtime.bigint();
  const command = [
    program,
    "--root",
    folder,
    "--log-level",
    "warn",
    "start",
    "--schema",
    "tips",
    "--port",
    String(port),
  ];
  const child = spawn(process.execPath, command, { env: environment, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
  await ready(child, `http://127.0.0.1:${port}/ready`, () => said);
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  const used = usageOf(child.pid);
  const counted = server
    .run("ponder", "SELECT count(*), sum(amount), (SELECT sum(balance) FROM tips.account) FROM tips.tip")
    .trim();
  const [count, sum, balances] = counted.split("\t").map(Number);
  if (count !== chain.tips || sum !== chain.sum || balances !== chain.sum) {
    throw new Error(
      `ponder holds ${count} tips of ${sum}, balances of ${balances}; there are ${chain.tips} of ${chain.sum}.`,
    );
  }
  await end(child);
  return { ms, ...used };
}

/** What a living process used so far, as Linux counts it: processor time in hundredths of a second, peak memory in kibibytes. */
function usageOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  const [, peak] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, peakMb: (Number(peak) * 1024) / 1e6 };
}

async function ready(child, url, said) {
  while (child.exitCode === null) {
    try {
      if ((await fetch(url)).ok) return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // of fetch: not listening yet
    }
    await sleep(20);
  }
  throw new Error(`ponder ended with ${child.exitCode}: ${said()}`);
}
