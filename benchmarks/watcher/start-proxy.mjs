// Starts the caching proxy as a process of its own.
import { spawn } from "node:child_process";
import { join } from "node:path";

/** Its `url`, `report()` of what was asked since the last time, `stop()`. */
export async function startProxy(nodeUrl) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "proxy.mjs"), nodeUrl], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    child.stdout.once("data", (line) => resolve(String(line).trim()));
    child.once("exit", (status) => reject(new Error(`The proxy ended with ${status}.`)));
  });
  return { url, report: async () => (await fetch(url)).json(), stop: () => child.stdin.end() };
}
