// The gateway as a process: its settings, a template of its database with the posts, fresh copies of it, its end.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { creators, posts } from "./catalogue.mjs";
import { chainId, kept, root } from "./settings.mjs";

/** The settings of a gateway on a chain of ours, as environment. */
export function gatewaySettings(program, chain, endpoint, database, more = {}) {
  const settings = { ENDPOINT: endpoint, ROUTER: chain.router, STARTBLOCK: chain.startBlock, ...more };
  const token = { ADDRESS: chain.token, SYMBOL: "USDC", DECIMALS: 6, NAME: "USD Coin", DOMAINVERSION: 2 };
  const environment = { ...process.env, CHAINTIPS__DATABASE: database };
  for (const [name, value] of Object.entries(settings))
    environment[`CHAINTIPS__CHAINS__${chainId}__${name}`] = String(value);
  for (const [name, value] of Object.entries(token))
    environment[`CHAINTIPS__CHAINS__${chainId}__TOKENS__0__${name}`] = String(value);
  return { program, environment };
}

const folderOfMigrations = (kind) => join(root, "src/ChainTips.Storage", kind, "Migrations");

/** A name that changes with the schema and with the posts, so that another template is never used. */
function nameOfTemplate(kind) {
  const hash = createHash("sha256").update(catalogueSql((bytes) => bytes.toString("hex")));
  for (const name of readdirSync(folderOfMigrations(kind)).sort())
    hash.update(readFileSync(join(folderOfMigrations(kind), name)));
  return hash.digest("hex").slice(0, 12);
}

/** The posts as SQL: `blob` writes bytes as the database wants them. */
export function catalogueSql(blob) {
  const rows = ["BEGIN;"];
  for (const { id, name, address } of creators) {
    rows.push(`INSERT INTO creators (id, platform, name, address, created_at)
      SELECT ${blob(id)}, seq, '${name}', ${blob(Buffer.from(address.slice(2), "hex"))}, 0 FROM platforms;`);
  }
  for (const { id, creator, title, salt, reference } of posts) {
    rows.push(`INSERT INTO posts (id, platform, creator, title, url, salt, payment_reference, created_at)
      SELECT ${blob(id)}, platform, seq, '${title}', NULL, ${blob(salt)}, ${blob(Buffer.from(reference.slice(2), "hex"))}, 0
      FROM creators WHERE id = ${blob(creators[creator].id)};`);
  }
  return [...rows, "COMMIT;"].join("\n");
}

/** SQLite: a file with the posts and nothing of a chain. */
export class SqliteBooks {
  constructor(program, folder) {
    this.program = program;
    this.template = join(kept, `template-${nameOfTemplate("Sqlite")}.db`);
    this.path = join(folder, "chaintips.db");
    mkdirSync(kept, { recursive: true });
    if (!existsSync(this.template)) this.#makeTemplate(`${this.template}.part`);
  }

  #makeTemplate(file) {
    for (const suffix of ["", "-wal", "-shm", ".key"]) rmSync(file + suffix, { force: true });
    execFileSync(this.program, ["migrate"], { env: { ...process.env, CHAINTIPS__DATABASE: file }, stdio: "ignore" });
    const database = new DatabaseSync(file);
    database.exec(catalogueSql((bytes) => `X'${bytes.toString("hex")}'`));
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    copyFileSync(file, this.template);
    rmSync(file);
  }

  /** A fresh copy; its location is the answer. */
  renew() {
    for (const suffix of ["-wal", "-shm"]) rmSync(this.path + suffix, { force: true });
    copyFileSync(this.template, this.path);
    return this.path;
  }

  /** The rows of a question. */
  query(sql) {
    const database = new DatabaseSync(this.path, { readOnly: true });
    try {
      return database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row }));
    } finally {
      database.close();
    }
  }

  sum = (bytes) => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  dispose() {}
}

/** Credits that count: how many are settled, how many pending, and their sum; each number from the rows themselves. */
export function countCredits(books) {
  const [{ entries }] = books.query(
    "SELECT count(*) AS entries FROM journal_entries e WHERE NOT EXISTS (SELECT 1 FROM voids v WHERE v.entry = e.seq)",
  );
  const [{ settled }] = books.query("SELECT count(*) AS settled FROM settlements");
  const amounts = books.query(
    "SELECT amount FROM journal_entries e WHERE NOT EXISTS (SELECT 1 FROM voids v WHERE v.entry = e.seq)",
  );
  return {
    entries: Number(entries),
    settled: Number(settled),
    sum: Number(amounts.reduce((sum, { amount }) => sum + books.sum(amount), 0n)),
  };
}

/** Runs a command of the gateway to its end under GNU time: wall from start to exit in ms, processor time, peak memory. */
export function timeProgram(program, args, environment, folder) {
  const file = join(folder, "time.txt");
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn("/usr/bin/time", ["-o", file, "-f", "%U %S %M", program, ...args], {
      env: environment,
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = [];
    child.stdout.on("data", (data) => said.push(data));
    child.stderr.on("data", (data) => said.push(data));
    child.once("error", reject);
    let ms;
    child.once("exit", () => (ms = Number(process.hrtime.bigint() - started) / 1e6));
    child.once("close", (status) => {
      const text = Buffer.concat(said).toString();
      if (status !== 0) return reject(new Error(`${program} ${args.join(" ")} ended with ${status}: ${text}`));
      const [user, system, peak] = readFileSync(file, "utf8").trim().split(" ").map(Number);
      resolve({ ms, cpuMs: (user + system) * 1000, peakMb: (peak * 1024) / 1e6, text });
    });
  });
}
