import { getAddress as ethersAddress } from 'ethers';
import { getAddress as viemAddress, isAddress } from 'viem';

const flip = letter => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase());

/** The right checksum from any spelling without one, and the refusal of one with a single letter in the other case. */
export function makeChecks(random) {
  const lower = random.hex(20);
  const right = ethersAddress(lower);
  const spelling = random.pick([lower, '0x' + lower.slice(2).toUpperCase(), right]);
  const expected = { ethers: { address: right }, viem: { address: viemAddress(lower) } };
  const letters = [...right].map((letter, index) => [letter, index]).filter(([letter, index]) => index > 1 && /[a-f]/i.test(letter));
  const checks = [{ tool: 'address', input: { address: spelling }, expected }];
  if (letters.length > 2) {
    const [letter, index] = random.pick(letters);
    const wrong = right.slice(0, index) + flip(letter) + right.slice(index + 1);
    const isMixed = /[a-f]/.test(wrong.slice(2)) && /[A-F]/.test(wrong.slice(2));
    if (isMixed) {
      checks.push({ tool: 'address', input: { address: wrong }, expected: { viem: answer => 'error' in answer && !isAddress(wrong) } });
    }
  }

  return checks;
}
