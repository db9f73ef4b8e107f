// PostgreSQL with every commit flushed, in a folder of its own, with the same template of the gateway's database.
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogueSql } from "./gateway.mjs";
import { root } from "./settings.mjs";

const script = join(root, "scripts/lib/postgres.sh");

/** One server for everything in a run; it ends with this process, and its folder goes. */
export class PostgresServer {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "chaintips-postgres."));
    this.programs = execFileSync(script, ["find"], { encoding: "utf8" }).trim();
    execFileSync(script, ["start", this.folder, String(process.pid)], {
      stdio: "inherit",
      env: { ...process.env, CHAINTIPS_PG_DURABLE: "1" },
    });
  }

  location = (database) => `postgres://postgres@localhost/${database}?Host=${this.folder}`;

  run(database, sql) {
    const options = [
      "-h",
      this.folder,
      "-U",
      "postgres",
      "-d",
      database,
      "-v",
      "ON_ERROR_STOP=1",
      "-qtA",
      "-F",
      "\t",
      "-f",
      "-",
    ];
    return execFileSync(join(this.programs, "psql"), options, {
      input: sql,
      encoding: "utf8",
      maxBuffer: 2 ** 30,
      env: { ...process.env, PGOPTIONS: "-c client_min_messages=warning" },
    });
  }

  stop() {
    execFileSync(script, ["stop", this.folder]);
  }
}

/** A gateway's database on it, and fresh copies of its template. */
export class PostgresBooks {
  constructor(program, server) {
    this.server = server;
    this.name = "chaintips";
    server.run("postgres", "CREATE DATABASE template_chaintips");
    execFileSync(program, ["migrate"], {
      cwd: tmpdir(),
      env: { ...process.env, CHAINTIPS__DATABASE: server.location("template_chaintips") },
      stdio: "ignore",
    });
    server.run(
      "template_chaintips",
      catalogueSql((bytes) => `'\\x${bytes.toString("hex")}'::bytea`),
    );
    server.run("template_chaintips", "VACUUM ANALYZE");
  }

  renew() {
    this.server.run("postgres", `DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
    this.server.run("postgres", `CREATE DATABASE ${this.name} TEMPLATE template_chaintips`);
    this.server.run(this.name, "CHECKPOINT");
    return this.server.location(this.name);
  }

  query(sql) {
    const rows = this.server.run(this.name, `SELECT row_to_json(q) FROM (${sql}) AS q`);
    return rows
      .split("\n")
      .filter(Boolean)
      .map((row) => JSON.parse(row));
  }

  /** Bytes come as `\x…`, numerics as numbers. */
  sum = (value) =>
    typeof value === "string" && value.startsWith("\\x") ? BigInt(`0x${value.slice(2)}`) : BigInt(value);
  dispose() {}
}
