// Breaks the router in one place after another and runs its tests each time: a mutant that no test notices has lived.
//
//   node scripts/mutants.ts            all of them, in a copy of this folder
//   node scripts/mutants.ts 3 7        some of them, by their numbers
//   MUTANTS_AT_ONCE=2                  how many at a time

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { mutants } from "../lib/mutants.ts";

const root = join(import.meta.dirname, "..");
const copied = ["src", "lib", "test/TipRouter", "scripts", "package.json", "tsconfig.json", "hardhat.config.ts"];
const atOnce = Number(process.env.MUTANTS_AT_ONCE ?? 1);
const chosen = process.argv.slice(2).map(Number);

type Outcome = "killed" | "LIVED" | "does not compile";

/** A copy of what the router's tests need. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), "chaintips-mutants-"));
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

async function run(folder: string, ...args: string[]): Promise<boolean> {
  const hardhat = join(folder, "node_modules/hardhat/dist/src/cli.js");
  const child = spawn(process.execPath, [hardhat, ...args], { cwd: folder, stdio: "ignore" });
  return new Promise((resolve) => child.on("close", (code) => resolve(code === 0)));
}

async function tryMutant(folder: string, number: number): Promise<Outcome> {
  const mutant = mutants[number];
  if (mutant === undefined) throw new Error(`There is no mutant ${number}: there are 0 to ${mutants.length - 1}.`);
  const file = join(folder, "src", mutant.file);
  const source = readFileSync(file, "utf8");
  const at = source.indexOf(mutant.find);
  if (at < 0 || source.indexOf(mutant.find, at + 1) >= 0) {
    throw new Error(`Mutant ${number} wants to change "${mutant.find}", which is not in ${mutant.file} once.`);
  }
  writeFileSync(file, source.replace(mutant.find, () => mutant.replace));
  try {
    if (!(await run(folder, "build", "--no-tests"))) return "does not compile";
    return (await run(folder, "test", "nodejs", "--no-compile")) ? "LIVED" : "killed";
  } finally {
    writeFileSync(file, source);
  }
}

const queue = chosen.length > 0 ? chosen : mutants.map((_, i) => i);
const total = queue.length;
const outcomes: Record<Outcome, number> = { killed: 0, LIVED: 0, "does not compile": 0 };

async function work(): Promise<void> {
  const folder = copy();
  try {
    if (!(await run(folder, "build", "--no-tests")) || !(await run(folder, "test", "nodejs", "--no-compile"))) {
      throw new Error("The tests fail before anything is broken.");
    }
    for (let number = queue.shift(); number !== undefined; number = queue.shift()) {
      const outcome = await tryMutant(folder, number);
      outcomes[outcome]++;
      console.log(`${number} ${outcome}: ${mutants[number]?.what}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await Promise.all(Array.from({ length: Math.min(atOnce, total) }, work));
console.log(`${outcomes.killed} of ${total} killed, ${outcomes.LIVED} lived`);
if (outcomes["does not compile"] > 0) throw new Error(`${outcomes["does not compile"]} do not compile: mend them.`);
if (outcomes.killed < 0.9 * total) process.exitCode = 1;
