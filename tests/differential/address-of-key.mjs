// The addresses of private keys, and the refusal of numbers that are no keys.
import { computeAddress } from 'ethers';
import { privateKeyToAddress } from 'viem/accounts';
import { randomKey, wrongKey } from './lib/keys.mjs';

export function makeChecks(random) {
  const privateKey = randomKey(random);
  const expected = { ethers: { address: computeAddress(privateKey) }, viem: { address: privateKeyToAddress(privateKey) } };
  return [
    { tool: 'address-of-key', input: { privateKey }, expected },
    { tool: 'address-of-key', input: { privateKey: wrongKey(random) }, expected: { 'SEC 2': answer => 'error' in answer } },
  ];
}
