// RLP: encoding, decoding, and decoding of damaged data, which is right exactly when ethers writes the same bytes again.
import { isDeepStrictEqual } from 'node:util';
import { RLP } from '@ethereumjs/rlp';
import { decodeRlp, encodeRlp, getBytes, hexlify } from 'ethers';
import { fromRlp, toRlp } from 'viem';

export function makeChecks(random) {
  const value = randomTree(random, 5);
  const data = encodeRlp(value);
  const damaged = damage(random, data);
  const encoded = { ethers: { data }, viem: { data: toRlp(value) }, '@ethereumjs/rlp': { data: hexlify(RLP.encode(value)) } };
  const ofDamaged = { ethers: answer => isRight(answer, damaged), '@ethereumjs/rlp': answer => isStrict(answer, damaged) };
  return [
    { tool: 'rlp-encode', input: { value }, expected: encoded },
    { tool: 'rlp-decode', input: { data }, expected: { ethers: { value: decodeRlp(data) }, viem: { value: fromRlp(data) } } },
    { tool: 'rlp-decode', input: { data: damaged }, expected: ofDamaged },
  ];
}

function randomTree(random, depth) {
  if (depth > 0 && random.chance(40)) {
    return random.list(random.below(8), () => randomTree(random, depth - 1));
  }

  return random.hex(random.pick([0, 1, 1, 54 + random.below(4), 255 + random.below(3), random.below(80)]));
}

function isRight(answer, data) {
  const value = canonicalValue(data);
  return value === undefined ? 'error' in answer : isDeepStrictEqual(answer, { value });
}

/** This library decodes strictly, except that it takes no bytes at all for the empty string. */
function isStrict(answer, data) {
  const text = item => (Array.isArray(item) ? item.map(text) : hexlify(item));
  try {
    return data === '0x' ? 'error' in answer : isDeepStrictEqual(answer, { value: text(RLP.decode(getBytes(data))) });
  } catch {
    return 'error' in answer;
  }
}

function canonicalValue(data) {
  try {
    const value = decodeRlp(data);
    return encodeRlp(value) === data ? value : undefined;
  } catch {
    return undefined;
  }
}

function damage(random, data) {
  const length = data.length / 2 - 1;
  const place = 2 + 2 * (random.chance(50) ? random.below(Math.min(8, length)) : random.below(length));
  switch (random.below(4)) {
    case 0: return data.slice(0, place);
    case 1: return data + random.hex(1).slice(2);
    default: return data.slice(0, place) + random.hex(1).slice(2) + data.slice(place + 2);
  }
}
