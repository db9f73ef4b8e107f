// node tests/differential/vectors/mined-transactions.mjs: writes ChainTips.Ethereum.Tests/Proofs/mined-transactions.json, mined
// transactions of types 0 to 4 as nodes answer eth_getTransactionByHash. Each is encoded here by the words of its EIP; its hash
// and sender are those that ethers finds in it, and viem too as far as it reads it. Run it after npm ci in tests/differential.
import { writeFileSync } from 'node:fs';
import { computeAddress, encodeRlp, getAddress, keccak256, SigningKey, Transaction, toBeHex } from 'ethers';
import { keccak256 as viemHash, recoverTransactionAddress } from 'viem';
import { randomKey } from '../lib/keys.mjs';
import { Random } from '../lib/random.mjs';

const random = new Random(20261122n);
const perType = 8;

/** An integer as RLP has it: no leading zero, nothing for zero. */
const rlpNumber = value => (BigInt(value) === 0n ? '0x' : toBeHex(BigInt(value)));
const quantity = value => `0x${BigInt(value).toString(16)}`;
const number = bytes => (random.chance(20) ? 0n : BigInt(random.hex(1 + random.below(bytes))));

function randomFields(type, index) {
  const key = randomKey(random);
  const [tip, cap] = [number(6), number(6)].sort((a, b) => (a < b ? -1 : 1));
  return {
    type,
    key,
    // Every other legacy transaction is of before EIP-155.
    chainId: type === 0 && index % 2 === 0 ? 0 : random.pick([1, 10, 8453, 31337, 2 ** 40]),
    nonce: random.below(300),
    gas: 21_000 + random.below(100_000),
    gasPrice: number(6),
    maxPriorityFeePerGas: tip,
    maxFeePerGas: cap,
    maxFeePerBlobGas: number(4),
    to: type < 3 && random.chance(15) ? null : getAddress(random.hex(20)),
    value: number(12),
    input: random.hex(random.pick([0, 1, 68, 116, random.below(300)])),
    accessList: random.list(random.below(3), () => ({
      address: getAddress(random.hex(20)),
      storageKeys: random.list(random.below(3), () => random.hex(32)),
    })),
    blobVersionedHashes: random.list(1 + random.below(3), () => '0x01' + random.hex(31).slice(2)),
    authorizationList: random.list(1 + random.below(2), () => randomAuthorization(index)),
  };
}

/** The last transaction has an authorization that is none: EIP-7702 lets the transaction stand and passes over it. */
const randomAuthorization = index => ({
  chainId: random.pick([0, 8453]),
  address: getAddress(random.hex(20)),
  nonce: random.below(300),
  yParity: index === perType - 1 ? 27 : random.below(2),
  r: BigInt(random.hex(31)),
  s: BigInt(random.hex(31)),
});

function listOf(fields, signature) {
  const { type } = fields;
  const call = [rlpNumber(fields.gas), fields.to ?? '0x', rlpNumber(fields.value), fields.input];
  if (type === 0) {
    const unsigned = fields.chainId ? [rlpNumber(fields.chainId), '0x', '0x'] : [];
    return [rlpNumber(fields.nonce), rlpNumber(fields.gasPrice), ...call, ...(signature ?? unsigned)];
  }

  const fees = type === 1 ? [fields.gasPrice] : [fields.maxPriorityFeePerGas, fields.maxFeePerGas];
  return [
    rlpNumber(fields.chainId),
    rlpNumber(fields.nonce),
    ...fees.map(rlpNumber),
    ...call,
    fields.accessList.map(entry => [entry.address, entry.storageKeys]),
    ...(type === 3 ? [rlpNumber(fields.maxFeePerBlobGas), fields.blobVersionedHashes] : []),
    ...(type === 4 ? [fields.authorizationList.map(one => [one.chainId, one.address, one.nonce, one.yParity, one.r, one.s]
      .map((value, i) => (i === 1 ? value : rlpNumber(value))))] : []),
    ...(signature ?? []),
  ];
}

const encode = ({ type }, list) => (type === 0 ? encodeRlp(list) : `0x0${type}${encodeRlp(list).slice(2)}`);

async function make(type, index) {
  const fields = randomFields(type, index);
  const signature = new SigningKey(fields.key).sign(keccak256(encode(fields, listOf(fields))));
  const v = type !== 0 ? signature.yParity : fields.chainId ? 35 + 2 * fields.chainId + signature.yParity : signature.v;
  const raw = encode(fields, listOf(fields, [v, signature.r, signature.s].map(rlpNumber)));
  const hash = keccak256(raw);
  const from = computeAddress(fields.key);
  await demandSame(type === 4 && index === perType - 1, raw, hash, from);
  return tell(fields, { v, yParity: signature.yParity, r: signature.r, s: signature.s }, hash, from);
}

/** ethers reads no authorization that is none. */
async function demandSame(isOdd, raw, hash, from) {
  const read = isOdd ? { hash, from } : Transaction.from(raw);
  const viem = [viemHash(raw), isOdd ? from : await recoverTransactionAddress({ serializedTransaction: raw })];
  if (read.hash !== hash || read.from !== from || viem[0] !== hash || getAddress(viem[1]) !== from) {
    throw new Error(`${raw} is not what the libraries read: ${read.hash} ${read.from} ${viem}`);
  }
}

function tell(fields, { v, yParity, r, s }, hash, from) {
  const { type } = fields;
  const told = {
    type: quantity(type),
    hash,
    from,
    to: fields.to,
    nonce: quantity(fields.nonce),
    gas: quantity(fields.gas),
    value: quantity(fields.value),
    input: fields.input,
    v: quantity(v),
    r: quantity(r),
    s: quantity(s),
    gasPrice: quantity(type < 2 ? fields.gasPrice : fields.maxFeePerGas),
  };
  if (type > 0) {
    Object.assign(told, { chainId: quantity(fields.chainId), accessList: fields.accessList, yParity: quantity(yParity) });
  }

  if (type > 1) {
    Object.assign(told, { maxPriorityFeePerGas: quantity(fields.maxPriorityFeePerGas), maxFeePerGas: quantity(fields.maxFeePerGas) });
  }

  if (type === 3) {
    Object.assign(told, { maxFeePerBlobGas: quantity(fields.maxFeePerBlobGas), blobVersionedHashes: fields.blobVersionedHashes });
  }

  if (type === 4) {
    told.authorizationList = fields.authorizationList.map(one => ({
      chainId: quantity(one.chainId), address: one.address, nonce: quantity(one.nonce),
      yParity: quantity(one.yParity), r: quantity(one.r), s: quantity(one.s),
    }));
  }

  return told;
}

const made = [];
for (let type = 0; type <= 4; type++) {
  for (let index = 0; index < perType; index++) {
    made.push(await make(type, index));
  }
}

const file = new URL('../../ChainTips.Ethereum.Tests/Proofs/mined-transactions.json', import.meta.url);
writeFileSync(file, `[\n${made.map(one => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`);
console.log(`${made.length} transactions`);
