// Watches an SQLite file from a thread of its own and says when another process has committed what: to about 0.3 ms, at little cost.
import { DatabaseSync } from "node:sqlite";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

const pauseMs = 0.2;

if (!isMainThread) {
  const database = new DatabaseSync(workerData.path, { readOnly: true });
  const version = database.prepare("PRAGMA data_version");
  const look = database.prepare(`SELECT (SELECT max(seq) FROM journal_entries) AS entries,
    (SELECT hash FROM chain_blocks ORDER BY number DESC LIMIT 1) AS head, (SELECT count(*) FROM settlements) AS settled`);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let last; ; Atomics.wait(pause, 0, 0, pauseMs)) {
    const { data_version: now } = version.get();
    if (now === last) continue;
    const at = process.hrtime.bigint();
    last = now;
    const { entries, head, settled } = look.get();
    parentPort.postMessage({
      at,
      entries: entries ?? 0,
      settled,
      head: head === null ? null : `0x${Buffer.from(head).toString("hex")}`,
    });
  }
}

/** The commits to a file, and waiting for the first one that holds something. */
export class Commits {
  #worker;
  #seen;
  #waiting = [];

  constructor(path) {
    this.#worker = new Worker(import.meta.filename, { workerData: { path } });
    this.#worker.on("message", (commit) => {
      this.#seen = commit;
      this.#waiting = this.#waiting.filter((one) => !one.take(commit));
    });
    this.#worker.on("error", (error) => this.#waiting.forEach(({ fail }) => fail(error)));
  }

  /** The first commit from now on, or the newest one, that is what is waited for. */
  until(isIt, what, patienceMs = 120_000) {
    if (this.#seen !== undefined && isIt(this.#seen)) return Promise.resolve(this.#seen);
    return new Promise((resolve, fail) => {
      const timer = setTimeout(
        () => fail(new Error(`The gateway did not commit ${what} within ${patienceMs / 1000} seconds.`)),
        patienceMs,
      );
      const take = (commit) => {
        if (!isIt(commit)) return false;
        clearTimeout(timer);
        resolve(commit);
        return true;
      };
      this.#waiting.push({ take, fail });
    });
  }

  close = () => this.#worker.terminate();
}
