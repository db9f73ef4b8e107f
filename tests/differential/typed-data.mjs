// Structured messages (EIP-712): nested structs, arrays of every kind, and domains that lack any of their fields.
import { getAddress, TypedDataEncoder } from 'ethers';
import { hashDomain, hashStruct, hashTypedData } from 'viem';

const domainTypes = [['name', 'string'], ['version', 'string'], ['chainId', 'uint256'], ['verifyingContract', 'address'], ['salt', 'bytes32']];

export function makeChecks(random) {
  const types = {};
  const primaryType = addStruct(random, types, 3);
  const domain = randomDomain(random);
  const message = randomValue(random, primaryType, types);
  const ofDomain = domainTypes.filter(([name]) => name in domain).map(([name, type]) => ({ name, type }));
  const whole = { types: { EIP712Domain: ofDomain, ...types }, primaryType, domain, message };
  const ethers = {
    domainSeparator: TypedDataEncoder.hashDomain(domain),
    structHash: TypedDataEncoder.hashStruct(primaryType, types, message),
    digest: TypedDataEncoder.hash(domain, types, message),
  };
  const viem = {
    domainSeparator: hashDomain(whole),
    structHash: hashStruct({ data: message, primaryType, types: whole.types }),
    digest: hashTypedData(whole),
  };
  const typedData = random.chance(50) ? whole : { ...whole, types };
  return [{ tool: 'typed-data', input: { typedData }, expected: { ethers, viem } }];
}

/** Adds a struct of one to five fields, with the structs that it is made of; its name. */
function addStruct(random, types, depth) {
  const name = random.pick(['Z', 'a', 'M', '_', '$']) + Object.keys(types).length;
  types[name] = [];
  const known = [];
  for (let index = random.below(5); index >= 0; index--) {
    let type = randomAtom(random);
    if (depth > 0 && random.chance(30)) {
      type = known.length > 0 && random.chance(30) ? random.pick(known) : addStruct(random, types, depth - 1);
      known.push(type);
    }

    types[name].push({ name: `f${index}`, type: type + suffix(random) });
  }

  return name;
}

const suffix = random => random.list(random.pick([0, 0, 1, 2]), () => random.pick(['[]', `[${1 + random.below(3)}]`])).join('');

function randomAtom(random) {
  const bits = 8 * (1 + random.below(32));
  return random.pick([`uint${bits}`, `int${bits}`, 'uint256', `bytes${bits / 8}`, 'address', 'bool', 'string', 'bytes']);
}

function randomDomain(random) {
  const all = {
    name: random.text(random.below(12)),
    version: random.pick(['1', '2', '']),
    chainId: random.pick([0, 1, 8453, random.below(2 ** 40)]),
    verifyingContract: getAddress(random.hex(20)),
    salt: random.hex(32),
  };
  return Object.fromEntries(Object.entries(all).filter(() => random.chance(60)));
}

function randomValue(random, type, types) {
  const array = /^(.*)\[(\d*)\]$/.exec(type);
  if (array) {
    return random.list(array[2] ? Number(array[2]) : random.below(4), () => randomValue(random, array[1], types));
  }

  if (types[type]) {
    return Object.fromEntries(types[type].map(field => [field.name, randomValue(random, field.type, types)]));
  }

  const size = Number(/\d+$/.exec(type)?.[0] ?? 0);
  switch (type.replace(/\d+$/, '')) {
    case 'uint': return random.integer(size, false).toString();
    case 'int': return random.integer(size, true).toString();
    case 'address': return random.pick([getAddress, String])(random.hex(20));
    case 'bool': return random.chance(50);
    case 'string': return random.text(random.below(40));
    default: return random.hex(type === 'bytes' ? random.below(80) : size);
  }
}
