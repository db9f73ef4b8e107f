// Runs one comparison: makes cases from a seed, asks the tools, and counts where the libraries say something else.
import { isDeepStrictEqual } from 'node:util';
import { answersOf } from './tool.mjs';
import { Random } from './random.mjs';

const shown = 10;
const batch = 5000;

/**
 * A comparison is a function of a Random that gives the checks of one case: { tool, input, expected }, where `expected`
 * names each library with the answer that it calls for, or with a function that says whether an answer is right.
 */
export async function compare(makeChecks, count, seed) {
  console.log(`seed ${seed}`);
  const random = new Random(seed);
  let compared = 0;
  let differing = 0;
  while (compared < count) {
    const size = Math.min(batch, count - compared);
    const cases = Array.from({ length: size }, () => makeChecks(random));
    const wrong = await failuresOf(cases.flatMap((checks, index) => checks.map(check => ({ ...check, index: compared + index }))));
    for (const failure of wrong.slice(0, Math.max(0, shown - differing))) {
      console.log(JSON.stringify(failure, null, 2));
    }

    compared += size;
    differing += new Set(wrong.map(failure => failure.case)).size;
  }

  console.log(`${compared} compared, ${differing} differ`);
  return differing === 0;
}

async function failuresOf(checks) {
  const failures = [];
  for (const [tool, ofTool] of Map.groupBy(checks, check => check.tool)) {
    const answers = await answersOf(tool, ofTool.map(check => check.input));
    ofTool.forEach(({ input, expected, index }, position) => {
      const answer = answers[position];
      const disagreeing = Object.entries(expected).filter(([, wanted]) =>
        typeof wanted === 'function' ? !wanted(answer) : !isDeepStrictEqual(answer, wanted));
      if (disagreeing.length > 0) {
        const wanted = Object.fromEntries(disagreeing.map(([name, value]) => [name, typeof value === 'function' ? String(value) : value]));
        failures.push({ case: index, tool, input, answer, wanted });
      }
    });
  }

  return failures;
}
