// Messages of Sign-In with Ethereum (EIP-4361) that viem writes: their fields, who signed them, and what is read after
// damage, for which the parser that the authors of the EIP made from its grammar is asked.
import { ParsedMessage } from '@spruceid/siwe-parser';
import { getAddress } from 'ethers';
import { privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage, parseSiweMessage } from 'viem/siwe';
import { randomKey } from './lib/keys.mjs';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const unreserved = letters + '-._~';
const reserved = ":/?#[]@!$&'()*+,;=";
const year = 365 * 24 * 3600 * 1000;

export async function makeChecks(random) {
  const account = privateKeyToAccount(randomKey(random));
  const fields = randomFields(random, account.address);
  const message = createSiweMessage(fields);
  const signature = await account.signMessage({ message });
  const time = new Date(Math.max(Number(fields.issuedAt), Number(fields.notBefore ?? 0)) + 1000).toISOString();
  const input = { message, signature, domain: fields.domain, nonce: fields.nonce, time };
  const changed = message.replace(`Nonce: ${fields.nonce}`, `Nonce: ${fields.nonce}0`);
  const isRefused = answer => 'error' in answer;
  const expected = { generated: toTool(fields), viem: toTool(parseSiweMessage(message)), spruceid: readBySpruceid(message) };
  const damaged = damage(random, message);
  return [
    { tool: 'siwe-parse', input: { message }, expected },
    { tool: 'siwe-parse', input: { message: damaged }, expected: { spruceid: readBySpruceid(damaged) ?? isRefused } },
    { tool: 'siwe-verify', input, expected: { viem: { address: getAddress(account.address) } } },
    { tool: 'siwe-verify', input: { message: changed, signature, time }, expected: { 'another nonce': isRefused } },
    { tool: 'siwe-verify', input: { ...input, domain: 'other.example' }, expected: { 'another domain': isRefused } },
  ];
}

function randomFields(random, address) {
  const issuedAt = new Date(1.6e12 + random.below(10 * year));
  const optional = make => (random.chance(50) ? make() : undefined);
  const all = {
    address,
    chainId: random.pick([1, 10, 8453, random.below(2 ** 40) + 1]),
    domain: random.pick(['example.com', 'a-b.example.org:8443', 'localhost:3000', '127.0.0.1']),
    nonce: text(random, letters, 8 + random.below(20)),
    uri: randomUri(random),
    version: '1',
    issuedAt,
    scheme: optional(() => random.pick(['https', 'http', 'a+b-c.d'])),
    statement: optional(() => text(random, unreserved + reserved + '    ', 1 + random.below(60))),
    expirationTime: optional(() => new Date(Number(issuedAt) + year)),
    notBefore: optional(() => new Date(Number(issuedAt) + random.below(1e6))),
    requestId: optional(() => text(random, unreserved + ":@!$&'()*+,;=", 1 + random.below(20))),
    resources: optional(() => random.list(random.below(4), () => randomUri(random))),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function randomUri(random) {
  const authority = `${text(random, letters, 1 + random.below(10))}.example`;
  const path = random.list(random.below(3), () => '/' + text(random, unreserved, random.below(6))).join('');
  const query = random.chance(30) ? '?' + text(random, unreserved + '=&/?', random.below(12)) : '';
  return `${random.pick(['https', 'ipfs', 'x-y'])}://${authority}${path}${query}`;
}

const text = (random, alphabet, length) => random.list(length, () => random.pick([...alphabet])).join('');

/** The fields in the form that `chaintips tool` gives out: times and the chain id as text. */
function toTool(fields) {
  const written = Object.entries(fields).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]);
  return { ...Object.fromEntries(written), chainId: String(fields.chainId), address: getAddress(fields.address) };
}

/** One character changed, put in, taken out or doubled, of those that the grammar treats differently; or a line taken out. */
function damage(random, message) {
  const place = random.below(message.length);
  const character = random.pick([...'aZ09:/?#@ -.%[]"<>\n\t\u00e9']);
  const lines = message.split('\n');
  switch (random.below(5)) {
    case 0: return message.slice(0, place) + message.slice(place + 1);
    case 1: return message.slice(0, place) + character + message.slice(place);
    case 2: return message.slice(0, place + 1) + message.slice(place);
    case 3: return lines.toSpliced(random.below(lines.length), 1).join('\n');
    default: return message.slice(0, place) + character + message.slice(place + 1);
  }
}

/** The fields in the form of the tool, or undefined where the library refuses the message. */
function readBySpruceid(message) {
  try {
    const { uriElements, ...fields } = new ParsedMessage(message);
    return toTool(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)));
  } catch {
    return undefined;
  }
}
