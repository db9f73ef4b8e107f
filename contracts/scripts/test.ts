// Runs all tests, or the files given, and ends with one line that scripts can count by: `N passed, N failed`.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

const hardhat = join(import.meta.dirname, "../node_modules/hardhat/dist/src/cli.js");
const run = spawn(process.execPath, [hardhat, "test", ...process.argv.slice(2)], {
  stdio: ["inherit", "pipe", "inherit"],
});

let output = "";
run.stdout.on("data", (chunk: Buffer) => {
  process.stdout.write(chunk);
  output += chunk.toString();
});

run.on("close", (code) => {
  // Hardhat sums over its runners: `178 passing (10 solidity, 168 nodejs)`, and in the same way what is failing.
  const count = (word: string): number => {
    const sums = [...stripVTControlCharacters(output).matchAll(new RegExp(`^ *(\\d+) ${word} \\(\\d+ `, "gm"))];
    return Number(sums.at(-1)?.[1] ?? 0);
  };
  const passed = count("passing");
  let failed = count("failing");
  // A run that broke before it could count has failed all the same, and so has one that tested nothing.
  if (failed === 0 && (code !== 0 || passed === 0)) failed = 1;

  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
});
