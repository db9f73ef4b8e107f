// The cases of a published test suite: what they check, and which are left out, for which reason.
import { failuresOf, show } from './compare.mjs';

export class Suite {
  #checks = [];
  #leftOut = new Map();

  /** One answer that a case calls for; `wanted` is the answer, or a function that says whether an answer is right. */
  check(source, tool, input, wanted) {
    this.#checks.push({ tool, input, expected: { suite: wanted }, index: source });
  }

  leaveOut(reason, count = 1) {
    this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + count);
  }

  /** Asks the tools, prints what differs and what is left out, and gives how many cases were compared and differ. */
  async run(name) {
    const failures = await failuresOf(this.#checks);
    show(failures);
    const compared = new Set(this.#checks.map(check => check.index)).size;
    const differing = new Set(failures.map(failure => failure.case)).size;
    for (const [reason, count] of this.#leftOut) {
      console.log(`${name}: ${count} left out: ${reason}`);
    }

    console.log(`${name}: ${compared} cases with ${this.#checks.length} answers compared, ${differing} differ`);
    return { compared, differing };
  }
}

export const isRefused = answer => typeof answer.error === 'string';
