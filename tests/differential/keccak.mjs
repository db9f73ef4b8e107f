import { keccak_256 } from '@noble/hashes/sha3.js';
import { getBytes, hexlify, keccak256 as ethersKeccak } from 'ethers';
import { keccak256 as viemKeccak } from 'viem';

/** Lengths around the 136 bytes of a block are as frequent as any other. */
export function makeChecks(random) {
  const length = random.pick([random.below(4), 134 + random.below(5), 270 + random.below(5), random.below(600)]);
  const data = random.hex(length);
  const noble = { hash: hexlify(keccak_256(getBytes(data))) };
  return [{ tool: 'keccak', input: { data }, expected: { ethers: { hash: ethersKeccak(data) }, viem: { hash: viemKeccak(data) }, noble } }];
}
