// node tests/differential/run.mjs NAME N SEED: compares `chaintips tool` with ethers and viem on N random cases of the
// module NAME.mjs beside this one. Needs Node.js 22: scripts/setup installs it, and
// PATH=scripts/node/node_modules/.bin:$PATH finds it. Before the first run: npm ci in this folder.
import { compare } from './lib/compare.mjs';

const [name = '', count = '1000', seed = String(Date.now())] = process.argv.slice(2);
if (!/^[a-z0-9-]+$/.test(name) || name === 'run' || !/^[1-9]\d*$/.test(count) || !/^\d+$/.test(seed)) {
  console.error('usage: node tests/differential/run.mjs NAME N SEED, where NAME.mjs is beside run.mjs and N and SEED are whole numbers');
  process.exit(2);
}

const { makeChecks } = await import(`./${name}.mjs`);
process.exitCode = (await compare(makeChecks, Number(count), BigInt(seed))) ? 0 : 1;
