// Encoding, decoding, and decoding of damaged data.
import { AbiCoder } from 'ethers';
import { decodeAbiParameters, encodeAbiParameters } from 'viem';
import { nameOf, randomType, randomValue, toTool, toViem, viemParameter } from './lib/abi-types.mjs';

const ethers = AbiCoder.defaultAbiCoder();

export function makeChecks(random) {
  const types = random.list(1 + random.below(4), () => randomType(random));
  const values = types.map(type => randomValue(random, type));
  const names = types.map(nameOf);
  const parameters = types.map(viemParameter);
  const tuple = { kind: 'tuple', members: types };
  const data = ethers.encode(names, values);
  const encoded = { ethers: { data }, viem: { data: encodeAbiParameters(parameters, toViem(tuple, values)) } };
  const decoded = {
    generated: { values },
    ethers: { values: toTool(tuple, ethers.decode(names, data)) },
    viem: { values: toTool(tuple, decodeAbiParameters(parameters, data)) },
  };
  return [
    { tool: 'abi-encode', input: { types: names, values }, expected: encoded },
    { tool: 'abi-decode', input: { types: names, data }, expected: decoded },
    damagedCheck(random, tuple, names, data),
  ];
}

/** Damaged data may be refused; what is read from it must be what ethers reads. */
function damagedCheck(random, tuple, names, data) {
  const damaged = damage(random, data);
  const agrees = answer => {
    if ('error' in answer) {
      return typeof answer.error === 'string';
    }

    try {
      return JSON.stringify(answer.values) === JSON.stringify(toTool(tuple, ethers.decode(names, damaged)));
    } catch {
      return false;
    }
  };
  return { tool: 'abi-decode', input: { types: names, data: damaged }, expected: { ethers: agrees } };
}

function damage(random, data) {
  if (random.chance(20)) {
    return data.slice(0, 2 + 2 * random.below(data.length / 2));
  }

  const at = 2 + 2 * random.below(data.length / 2 - 1);
  const nearEndOfWord = at - ((at - 2) % 64) + 62;
  const place = random.chance(50) ? nearEndOfWord : at;
  return data.slice(0, place) + random.hex(1).slice(2) + data.slice(place + 2);
}
