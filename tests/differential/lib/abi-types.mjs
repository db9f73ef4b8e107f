// Random types of the Solidity ABI, and random values of them in the form that `chaintips tool` gives out.
import { getAddress } from 'ethers';

const multiplesOf8 = Array.from({ length: 32 }, (_, index) => (index + 1) * 8);

export function randomType(random, depth = 3) {
  const kind = random.below(depth > 0 ? 13 : 8);
  switch (kind) {
    case 0: return { kind: 'integer', bits: random.pick(multiplesOf8), isSigned: false };
    case 1: return { kind: 'integer', bits: random.pick(multiplesOf8), isSigned: true };
    case 2: return { kind: 'address' };
    case 3: return { kind: 'bool' };
    case 4: return { kind: 'fixedBytes', length: 1 + random.below(32) };
    case 5: return { kind: 'bytes' };
    case 6: return { kind: 'string' };
    case 7: return { kind: 'integer', bits: 256, isSigned: false };
    case 8: case 9: return { kind: 'array', element: randomType(random, depth - 1) };
    case 10: return { kind: 'fixedArray', element: randomType(random, depth - 1), length: 1 + random.below(4) };
    default: return { kind: 'tuple', members: random.list(1 + random.below(4), () => randomType(random, depth - 1)) };
  }
}

export function nameOf(type) {
  switch (type.kind) {
    case 'integer': return `${type.isSigned ? 'int' : 'uint'}${type.bits}`;
    case 'fixedBytes': return `bytes${type.length}`;
    case 'array': return `${nameOf(type.element)}[]`;
    case 'fixedArray': return `${nameOf(type.element)}[${type.length}]`;
    case 'tuple': return `(${type.members.map(nameOf).join(',')})`;
    default: return type.kind;
  }
}

/** The JSON that viem wants instead of a name: its own parser has no nameless tuples within tuples. */
export function viemParameter(type) {
  switch (type.kind) {
    case 'array': return suffixed(viemParameter(type.element), '[]');
    case 'fixedArray': return suffixed(viemParameter(type.element), `[${type.length}]`);
    case 'tuple': return { type: 'tuple', components: type.members.map(viemParameter) };
    default: return { type: nameOf(type) };
  }
}

const suffixed = (parameter, suffix) => ({ ...parameter, type: parameter.type + suffix });

export function randomValue(random, type) {
  switch (type.kind) {
    case 'integer': return random.integer(type.bits, type.isSigned).toString();
    case 'address': return getAddress(random.hex(20));
    case 'bool': return random.chance(50);
    case 'fixedBytes': return random.hex(type.length);
    case 'bytes': return random.hex(random.pick([0, 1, 31, 32, 33, random.below(100)]));
    case 'string': return random.text(random.pick([0, 1, 31, 32, 33, random.below(60)]));
    case 'array': return random.list(random.below(4), () => randomValue(random, type.element));
    case 'fixedArray': return random.list(type.length, () => randomValue(random, type.element));
    default: return type.members.map(member => randomValue(random, member));
  }
}

/** The value as viem takes it: small integers as numbers, the others as bigint. */
export function toViem(type, value) {
  switch (type.kind) {
    case 'integer': return type.bits <= 48 ? Number(value) : BigInt(value);
    case 'array': case 'fixedArray': return value.map(item => toViem(type.element, item));
    case 'tuple': return value.map((item, index) => toViem(type.members[index], item));
    default: return value;
  }
}

/** What a library decoded, in the form that `chaintips tool` gives out. */
export function toTool(type, value) {
  switch (type.kind) {
    case 'integer': return value.toString();
    case 'array': case 'fixedArray': return Array.from(value, item => toTool(type.element, item));
    case 'tuple': return type.members.map((member, index) => toTool(member, value[index]));
    default: return value;
  }
}
