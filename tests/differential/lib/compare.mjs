// Runs one comparison: makes cases from a seed, asks the tools, and counts where the libraries say something else.
import { isDeepStrictEqual } from 'node:util';
import { answersOf } from './tool.mjs';
import { Random } from './random.mjs';

const shown = 10;
const batch = 5000;

/**
 * A comparison is a function of a Random that gives the checks of one case: { tool, input, expected }, where `expected`
 * names each library with the answer that it calls for, or with a function that says whether an answer is right. It may
 * be asynchronous. Gives how many cases were compared and in how many of them a library says something else.
 */
export async function compare(makeChecks, count, seed) {
  const random = new Random(seed);
  let compared = 0;
  let differing = 0;
  while (compared < count) {
    const size = Math.min(batch, count - compared);
    const checks = [];
    for (let index = compared; index < compared + size; index++) {
      checks.push(...(await makeChecks(random)).map(check => ({ ...check, index })));
    }

    const wrong = await failuresOf(checks);
    show(wrong, Math.max(0, shown - differing));

    compared += size;
    differing += new Set(wrong.map(failure => failure.case)).size;
  }

  return { compared, differing };
}

export function show(failures, count = shown) {
  for (const failure of failures.slice(0, count)) {
    console.log(JSON.stringify(failure, null, 2));
  }
}

/** The checks whose answers are wrong; a check has the `index` of its case beside what `compare` says of it. */
export async function failuresOf(checks) {
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
