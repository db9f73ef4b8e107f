// node tests/differential/run.mjs NAME N SEED: compares `chaintips tool` with ethers and viem on N random cases of the
// module NAME.mjs beside this one; the name `all` shares N cases out among all modules and sums up in its last line.
// Needs Node.js 22: scripts/setup installs it, and PATH=scripts/node/node_modules/.bin:$PATH finds it. Before the
// first run: npm ci in this folder.
import { readdirSync } from 'node:fs';
import { compare } from './lib/compare.mjs';

const modules = readdirSync(new URL('.', import.meta.url))
  .filter(file => file.endsWith('.mjs') && file !== 'run.mjs')
  .map(file => file.slice(0, -'.mjs'.length))
  .sort();

const [name = '', count = '1000', seed = String(Date.now())] = process.argv.slice(2);
if (!['all', ...modules].includes(name) || !/^[1-9]\d*$/.test(count) || !/^\d+$/.test(seed)) {
  console.error(`usage: node tests/differential/run.mjs NAME N SEED, where NAME is all, ${modules.join(', ')}, and N and SEED are whole numbers`);
  process.exit(2);
}

const chosen = name === 'all' ? modules : [name];
const ofEach = Math.ceil(Number(count) / chosen.length);
let passed = 0;
let failed = 0;
for (const module of chosen) {
  const { makeChecks } = await import(`./${module}.mjs`);
  console.log(`${module}: seed ${seed}`);
  const { compared, differing } = await compare(makeChecks, ofEach, BigInt(seed));
  console.log(`${module}: ${compared} compared, ${differing} differ`);
  passed += compared - differing;
  failed += differing;
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
