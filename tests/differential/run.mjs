// node tests/differential/run.mjs NAME N SEED: compares `chaintips tool` with ethers and viem on N random cases of the
// module NAME.mjs beside this one, or with all cases of the published suite suites/NAME.mjs, whatever N is; the name
// `all` shares N cases out among all modules, runs all suites as well, and sums up in its last line.
// Needs Node.js 22: scripts/setup installs it, and PATH=scripts/node/node_modules/.bin:$PATH finds it. Before the
// first run: npm ci in this folder.
import { readdirSync } from 'node:fs';
import { compare } from './lib/compare.mjs';
import { Suite } from './lib/suite.mjs';

const namesIn = folder => readdirSync(new URL(folder, import.meta.url))
  .filter(file => file.endsWith('.mjs') && file !== 'run.mjs')
  .map(file => file.slice(0, -'.mjs'.length))
  .sort();
const modules = namesIn('.');
const suites = namesIn('suites');

const [name = '', count = '1000', seed = String(Date.now())] = process.argv.slice(2);
if (!['all', ...modules, ...suites].includes(name) || !/^[1-9]\d*$/.test(count) || !/^\d+$/.test(seed)) {
  console.error(`usage: node tests/differential/run.mjs NAME N SEED, where NAME is all, ${[...modules, ...suites].join(', ')}, and N and SEED are whole numbers`);
  process.exit(2);
}

const isChosen = other => name === 'all' || name === other;
const chosen = modules.filter(isChosen);
const ofEach = Math.ceil(Number(count) / chosen.length);
let passed = 0;
let failed = 0;
const add = ({ compared, differing }) => {
  passed += compared - differing;
  failed += differing;
};

for (const module of chosen) {
  const { makeChecks } = await import(`./${module}.mjs`);
  console.log(`${module}: seed ${seed}`);
  const result = await compare(makeChecks, ofEach, BigInt(seed));
  console.log(`${module}: ${result.compared} compared, ${result.differing} differ`);
  add(result);
}

for (const module of suites.filter(isChosen)) {
  const suite = new Suite();
  (await import(`./suites/${module}.mjs`)).collect(suite);
  add(await suite.run(module));
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
