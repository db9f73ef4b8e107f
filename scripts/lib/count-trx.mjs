// Sums the counters of all .trx files in a folder: passed, failed, neither.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
let [passed, failed, other] = [0, 0, 0];
for (const file of readdirSync(folder).filter((name) => name.endsWith(".trx"))) {
  const counters = /<Counters ([^>]*)\/>/.exec(readFileSync(join(folder, file), "utf8"));
  if (!counters) throw new Error(`${file} has no counters.`);
  const count = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(counters[1])[1]);
  passed += count("passed");
  failed += count("failed");
  other += count("total") - count("passed") - count("failed");
}
console.log(passed, failed, other);
