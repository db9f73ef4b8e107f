// Payment URLs (EIP-681) taken apart and put together, against eth-url-parser.
import { getAddress } from 'ethers';
import { build, parse } from 'eth-url-parser';

const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_'];

export function makeChecks(random) {
  const parts = randomParts(random);
  const uri = uriOf(random, parts);
  const answer = toTool(parts);
  return [
    { tool: 'payment-uri', input: { uri }, expected: { generated: answer, 'eth-url-parser': toTool(partsOf(parse(uri))) } },
    { tool: 'payment-uri', input: answer, expected: { 'eth-url-parser': ({ uri: made }) => agrees(made, answer) } },
    { tool: 'payment-uri', input: { uri: build(forLibrary(parts)) }, expected: { 'eth-url-parser': answer } },
  ];
}

/** A transfer of a token, of ether, or a call; each type of a call's arguments once, as the library wants it. */
function randomParts(random) {
  const optional = make => (random.chance(50) ? make() : undefined);
  const number = () => random.integer(random.pick([8, 64, 256]), false).toString();
  const kind = random.pick(['transfer', 'pay', 'call']);
  const name = () => random.list(1 + random.below(10), () => random.pick(letters)).join('');
  const call = { transfer: 'transfer', pay: undefined, call: 'f' + name() }[kind];
  const all = { address: getAddress(random.hex(20)), uint256: number(), bytes32: random.hex(32), bool: random.pick(['true', 'false']) };
  const types = { transfer: ['address', 'uint256'], pay: [], call: Object.keys(all).filter(() => random.chance(50)) }[kind];
  return {
    prefix: optional(() => 'pay'),
    target: getAddress(random.hex(20)),
    chainId: optional(() => String(1 + random.below(random.pick([10, 2 ** 40])))),
    function: call,
    parameters: types.map(type => ({ type, value: all[type] })),
    value: kind === 'transfer' ? undefined : optional(number),
    gas: optional(number),
    gasPrice: optional(number),
  };
}

/** Amounts are written in any of the ways that the EIP allows. */
function uriOf(random, { prefix, target, chainId, function: name, parameters, value, gas, gasPrice }) {
  const fields = parameters.map(({ type, value: text }) => [type, type === 'uint256' && name === 'transfer' ? written(random, text) : text]);
  const query = [...fields, ['value', value && written(random, value)], ['gas', gas], ['gasPrice', gasPrice]]
    .filter(([, text]) => text !== undefined).map(pair => pair.join('=')).join('&');
  return `ethereum:${prefix ? 'pay-' : ''}${target}${chainId ? '@' + chainId : ''}${name ? '/' + name : ''}${query && '?' + query}`;
}

function written(random, number) {
  const places = random.below(number.length);
  const fraction = number.slice(number.length - places);
  return random.chance(50) || places === 0 ? number : `${number.slice(0, number.length - places)}.${fraction}e${places}`;
}

/** The parts in the form of the tool: without those that are not there. */
function toTool(parts) {
  const isThere = ([, value]) => value !== undefined && value.length > 0;
  return Object.fromEntries(Object.entries(parts).filter(isThere));
}

/** The library writes large amounts with a power of ten. */
function plain(text) {
  const [, whole, fraction = '', power = '0'] = /^(\d+)(?:\.(\d+))?(?:e\+?(\d+))?$/.exec(text);
  return BigInt(whole + fraction.padEnd(Number(power), '0')).toString();
}

function partsOf({ prefix, target_address: target, chain_id: chainId, function_name: name, parameters = {} }) {
  const { value, gas, gasPrice, ...fields } = parameters;
  const text = (type, given) => (type === 'uint256' ? plain(given) : given);
  return {
    prefix,
    target,
    chainId,
    function: name,
    parameters: Object.entries(fields).map(([type, given]) => ({ type, value: text(type, given) })),
    value: value && plain(value),
    gas,
    gasPrice,
  };
}

function forLibrary({ prefix, target, chainId, function: name, parameters, value, gas, gasPrice }) {
  const fields = parameters.map(({ type, value: text }) => [type, text]);
  const rest = Object.entries({ value, gas, gasPrice }).filter(([, text]) => text !== undefined);
  return { prefix, target_address: target, chain_id: chainId, function_name: name, parameters: Object.fromEntries([...fields, ...rest]) };
}

function agrees(uri, parts) {
  return uri !== undefined && JSON.stringify(toTool(partsOf(parse(uri)))) === JSON.stringify(parts);
}
