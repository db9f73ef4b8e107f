// Transactions of types 0, 1 and 2: signed, decoded, and decoded after damage.
import { computeAddress, getAddress, SigningKey, Transaction } from 'ethers';
import { keccak256, parseTransaction } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { randomKey } from './lib/keys.mjs';

export async function makeChecks(random) {
  const transaction = randomTransaction(random);
  const privateKey = randomKey(random);
  const made = Transaction.from(transaction);
  made.signature = new SigningKey(privateKey).sign(made.unsignedHash);
  const raw = made.serialized;
  const viemRaw = await privateKeyToAccount(privateKey).signTransaction(toViem(transaction));
  const signed = { ethers: { raw, hash: made.hash }, viem: { raw: viemRaw, hash: keccak256(viemRaw) } };
  const rest = { from: computeAddress(privateKey), hash: made.hash };
  const decoded = {
    generated: { transaction: toTool(transaction), ...rest },
    ethers: { transaction: toTool(Transaction.from(raw)), ...rest },
    viem: { transaction: toTool({ ...parseTransaction(raw), type: transaction.type }), ...rest },
  };
  const damaged = damage(random, raw);
  return [
    { tool: 'transaction-sign', input: { transaction, privateKey }, expected: signed },
    { tool: 'transaction-decode', input: { raw }, expected: decoded },
    { tool: 'transaction-decode', input: { raw: damaged }, expected: { ethers: answer => agrees(answer, damaged) } },
  ];
}

function randomTransaction(random) {
  const type = random.below(3);
  const number = bytes => (random.chance(20) ? 0n : BigInt(random.hex(1 + random.below(bytes))));
  const [low, high] = [number(12), number(12)].sort((a, b) => (a < b ? -1 : 1));
  const chainId = type === 0 && random.chance(30) ? 0 : 1 + random.below(random.pick([200, 1e5, 2 ** 40]));
  return {
    type,
    chainId: String(chainId),
    nonce: random.below(random.pick([2, 300, 2 ** 40])),
    to: random.chance(10) ? null : getAddress(random.hex(20)),
    value: String(number(32)),
    data: random.hex(random.pick([0, 1, 4, 68, random.below(300)])),
    gasLimit: String(number(8)),
    ...(type === 2 ? { maxFeePerGas: String(high), maxPriorityFeePerGas: String(low) } : { gasPrice: String(high) }),
    ...(type === 0 ? {} : { accessList: random.list(random.below(4), () => randomEntry(random)) }),
  };
}

const randomEntry = random => ({
  address: getAddress(random.hex(20)),
  storageKeys: random.list(random.below(4), () => random.hex(32)),
});

/** The transaction as viem takes it; it calls the gas limit gas, and wants no chain id where there is none. */
function toViem({ type, chainId, nonce, to, value, data, gasLimit, accessList, ...fees }) {
  const numbers = Object.fromEntries(Object.entries({ value, gas: gasLimit, ...fees }).map(([name, text]) => [name, BigInt(text)]));
  const chain = chainId === '0' ? {} : { chainId: Number(chainId) };
  return { type: ['legacy', 'eip2930', 'eip1559'][type], ...chain, nonce, to, data, accessList, ...numbers };
}

/** A transaction of either library in the form that `chaintips tool` gives out. */
function toTool(transaction) {
  const { type, to, data, accessList } = transaction;
  const text = value => String(value ?? 0);
  const fees = type === 2 ? ['maxFeePerGas', 'maxPriorityFeePerGas'] : ['gasPrice'];
  const entries = (accessList ?? []).map(entry => ({ address: getAddress(entry.address), storageKeys: [...entry.storageKeys] }));
  return {
    type: String(type),
    chainId: text(transaction.chainId),
    nonce: text(transaction.nonce),
    to: to ? getAddress(to) : null,
    value: text(transaction.value),
    data: data ?? '0x',
    gasLimit: text(transaction.gasLimit ?? transaction.gas),
    ...Object.fromEntries(fees.map(name => [name, text(transaction[name])])),
    ...(type === 0 ? {} : { accessList: entries }),
  };
}

/** Damaged bytes may be refused; what is read from them must be what ethers reads, and writes again as it was. */
function agrees(answer, raw) {
  if ('error' in answer) {
    return typeof answer.error === 'string';
  }

  try {
    const read = Transaction.from(raw);
    const same = { transaction: toTool(read), from: read.from, hash: read.hash };
    return read.serialized === raw && JSON.stringify(answer) === JSON.stringify(same);
  } catch {
    return false;
  }
}

function damage(random, raw) {
  const length = raw.length / 2 - 1;
  const place = 2 + 2 * (random.chance(50) ? random.below(Math.min(20, length)) : random.below(length));
  return random.chance(10) ? raw.slice(0, place) : raw.slice(0, place) + random.hex(1).slice(2) + raw.slice(place + 2);
}
