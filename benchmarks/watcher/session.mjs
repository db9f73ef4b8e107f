// What every measurement of the watcher shares: a folder, chains with their node and proxy, books, runs of the gateway that are checked.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { nodeOptions, prepareChain } from "./chain.mjs";
import { SqliteBooks, countCredits, gatewaySettings, timeProgram } from "./gateway.mjs";
import { askOne, end, startAnvil } from "./node.mjs";
import { PostgresBooks, PostgresServer } from "./postgres.mjs";
import { emptyBlocks, root } from "./settings.mjs";
import { startProxy } from "./start-proxy.mjs";

export const say = (line) => console.error(line);
export const load = () =>
  loadavg()
    .map((average) => average.toFixed(2))
    .join(" ");

// A signal ends the process by its own exit, so that what it started and wrote goes with it.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

export class Session {
  #opened = [];
  #server;

  constructor(program) {
    this.program = program;
    this.folder = mkdtempSync(join(tmpdir(), "chaintips-benchmark."));
    process.once("exit", () => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** The node over the state of a chain, and the proxy before it. */
  async open(name) {
    const chain = await prepareChain(name);
    say(`loading the chain '${name}' into the node`);
    const node = await startAnvil([...nodeOptions, "--load-state", chain.state]);
    const head = Number(await askOne(node.url, "eth_blockNumber"));
    const missing = chain.lastTipBlock + emptyBlocks - head;
    if (missing > 0) await askOne(node.url, "anvil_mine", [`0x${missing.toString(16)}`, "0x2"]);
    const opened = { chain, node, proxy: await startProxy(node.url) };
    this.#opened.push(opened);
    return opened;
  }

  get server() {
    return (this.#server ??= new PostgresServer());
  }

  /** Books of the gateway: `sqlite` or `postgres`. */
  booksOf(database) {
    if (database === "sqlite") return new SqliteBooks(this.program, this.folder);
    if (database === "postgres") return new PostgresBooks(this.program, this.server);
    throw new Error(`There is no database '${database}'; say sqlite or postgres.`);
  }

  time = (program, args, environment = process.env) => timeProgram(program, args, environment, this.folder);

  /** One run of `chaintips backfill` over books at a location. */
  backfill(chain, url, location, verification, more = {}) {
    const level = verification[0].toUpperCase() + verification.slice(1);
    const { program, environment } = gatewaySettings(this.program, chain, url, location, { VERIFICATION: level });
    return this.time(program, ["backfill"], { ...environment, ...more });
  }

  /** A run like that with a hook in the process that counts what it allocates. */
  async allocations(chain, url, location, verification) {
    const file = join(this.folder, "allocations.txt");
    const hook = join(root, "artifacts/bin/ChainTips.AllocationHook/release/ChainTips.AllocationHook.dll");
    await this.backfill(chain, url, location, verification, {
      DOTNET_STARTUP_HOOKS: hook,
      CHAINTIPS_ALLOCATIONS: file,
    });
    const [bytes, ...collections] = readFileSync(file, "utf8").split(" ").map(Number);
    // The runtime counts a collection of a generation as one of each lower one too.
    const [zero, one, two, pauseMs] = collections;
    return { bytes, collections: [zero - one, one - two, two], pauseMs };
  }

  /** The rows of a question to an SQLite file. */
  query(path, sql) {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  }

  /** What every table says below itself. */
  describe(rounds) {
    const version = execFileSync(this.program, ["--version"], { cwd: this.folder, encoding: "utf8" }).trim();
    return (
      `${new Date().toISOString().slice(0, 10)}, ChainTips ${version}, ${cpus().length} cores (${cpus()[0].model}), Node.js ${process.version}; ` +
      `${rounds}; load at the end ${load()}.`
    );
  }

  async close() {
    for (const { proxy, node } of this.#opened) {
      proxy.stop();
      await end(node.child, "SIGKILL");
    }
    this.#server?.stop();
  }
}

/** Every tip credited once and settled, and the sum right. */
export function demandBooks(chain, books) {
  const { entries, settled, sum } = countCredits(books);
  if (entries !== chain.tips || settled !== chain.tips || sum !== chain.sum) {
    throw new Error(
      `${entries} tips of ${sum} base units were credited and ${settled} settled; there are ${chain.tips} of ${chain.sum}.`,
    );
  }
}
