// The node, Anvil: started with a state file or empty, asked in batches, ended.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { anvilProgram } from "./settings.mjs";

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One HTTP request with one call or a batch of `[method, params]`; an error of any call is thrown. */
export async function ask(url, calls) {
  const body = JSON.stringify(calls.map(([method, params = []], id) => ({ jsonrpc: "2.0", id, method, params })));
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const answers = await answer.json();
  if (!Array.isArray(answers))
    throw new Error(`The node answered a batch with ${JSON.stringify(answers).slice(0, 300)}`);
  const results = [];
  for (const { id, result, error } of answers) {
    if (error) throw new Error(`${calls[id][0]}: ${JSON.stringify(error)}`);
    results[id] = result;
  }
  return results;
}

export const askOne = async (url, method, params) => (await ask(url, [[method, params]]))[0];

/** Ends a process and waits for it. */
export async function end(child, signal = "SIGTERM") {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}

/** Starts Anvil and waits until it answers: `{ url, child, port }`. */
export async function startAnvil(options, patienceMs = 600_000) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(anvilProgram(), ["--port", String(port), "--quiet", ...options], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Anvil ended with status ${child.exitCode}.`);
    try {
      await askOne(url, "eth_chainId");
      return { url, child, port };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // of fetch: not listening yet
      await sleep(100);
    }
  }
  throw new Error(`Anvil did not answer within ${patienceMs / 1000} seconds.`);
}
