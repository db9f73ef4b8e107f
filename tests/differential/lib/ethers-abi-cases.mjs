// The cases of @ethersproject/testcases about the Solidity ABI: what contracts returned and logged.
import { getAddress, getBigInt, ParamType } from 'ethers';

export function collectAbi(suite, load) {
  for (const { source, signature, sigHash } of load('contract-signatures')) {
    suite.check(source, 'selector', { signature }, { selector: sigHash });
  }

  for (const item of load('contract-interface')) {
    collectValues(suite, item.source, JSON.parse(item.types), JSON.parse(item.normalizedValues).map(plain), item.result);
  }

  for (const item of load('contract-interface-abi2')) {
    collectValues(suite, item.source, JSON.parse(item.types), JSON.parse(item.values).map(plain), item.result);
  }

  load('contract-events').forEach(item => collectEvent(suite, item));
}

/** A value without the names of JavaScript's types around it. */
function plain(value) {
  const inner = Array.isArray(value) || typeof value !== 'object' ? value : value.value;
  return Array.isArray(inner) ? inner.map(plain) : inner;
}

function collectValues(suite, source, names, given, data) {
  const types = names.map(name => ParamType.from(name));
  const values = types.map((type, index) => toTool(type, given[index]));
  const canonical = types.map(type => type.format('sighash'));
  suite.check(source, 'abi-encode', { types: canonical, values }, { data });
  suite.check(source, 'abi-decode', { types: canonical, data }, { values });
}

/** The value as the tools answer it; the suite gives fixed bytes without the zeros at their end, as Solidity takes them. */
function toTool(type, value) {
  if (type.baseType === 'array' || type.baseType === 'tuple') {
    return value.map((item, index) => toTool(type.arrayChildren ?? type.components[index], item));
  }

  const size = /^bytes(\d+)$/.exec(type.type)?.[1];
  switch (true) {
    case size !== undefined: return value.padEnd(2 + 2 * Number(size), '0').toLowerCase();
    case type.type === 'address': return getAddress(value);
    case type.type === 'bytes': return value.toLowerCase();
    case /int/.test(type.type): return getBigInt(value).toString();
    default: return value;
  }
}

function collectEvent(suite, { source, types, indexed, hashed, topics, data, values, normalizedValues, interface: contract }) {
  const event = JSON.parse(contract).find(member => member.type === 'event');
  const parameters = types.map(name => ParamType.from(name));
  const canonical = parameters.map(type => type.format('sighash'));
  const rest = [...topics];
  if (!event.anonymous) {
    suite.check(source, 'topic', { signature: `${event.name}(${canonical.join(',')})` }, { topic: rest.shift() });
  }

  const inData = list => list.filter((_, index) => !indexed[index]);
  const logged = parameters.map((type, index) => (indexed[index] ? undefined : toTool(type, normalizedValues[index])));
  suite.check(source, 'abi-decode', { types: inData(canonical), data }, { values: inData(logged) });
  suite.check(source, 'abi-encode', { types: inData(canonical), values: inData(logged) }, { data });
  parameters.forEach((type, index) => {
    if (indexed[index]) {
      collectTopic(suite, source, type, hashed[index] ? values[index] : toTool(type, values[index]), rest.shift());
    }
  });
}

/** What is indexed is in a topic: strings and bytes as their hash, other values that are no arrays as they are. */
function collectTopic(suite, source, type, value, topic) {
  if (type.type === 'string' || type.type === 'bytes') {
    const data = type.type === 'bytes' ? value : '0x' + Buffer.from(value).toString('hex');
    suite.check(source, 'keccak', { data }, { hash: topic });
  } else if (type.baseType === 'array') {
    suite.leaveOut('contract-events, topics of arrays: the hash of an encoding without lengths, which no tool makes');
  } else {
    suite.check(source, 'abi-decode', { types: [type.format('sighash')], data: topic }, { values: [value] });
  }
}
