// Random receipts of a block in the form of eth_getBlockReceipts, and what consensus makes of them.
import { encodeRlp, getBytes, hexlify, keccak256, toBeHex } from 'ethers';

// Legacy, EIP-2930, EIP-1559, EIP-4844, EIP-7702, the OP stack's deposits, and two of Arbitrum's.
const types = [0, 0, 1, 2, 2, 3, 4, 0x7e, 0x7e, 0x6a, 0x68];

/** Mostly few receipts; now and then so many that the keys have two bytes and branches stand on branches. */
export function randomReceipts(random) {
  const count = random.pick([random.below(4), random.below(20), random.chance(15) ? 120 + random.below(30) : random.below(40)]);
  const isBeforeByzantium = random.chance(15);
  let gas = 0;
  return random.list(count, () => {
    gas += 21000 + random.below(1e6);
    const logs = random.list(random.pick([0, 0, 1, random.below(4)]), () => randomLog(random));
    const outcome = isBeforeByzantium ? { root: random.hex(32) } : { status: quantity(random.below(2)) };
    const type = random.pick(types);
    const deposit = type === 0x7e ? randomDeposit(random) : {};
    return { type: quantity(type), ...outcome, cumulativeGasUsed: quantity(gas), logs, logsBloom: bloomOf(logs), ...deposit };
  });
}

/** Before Regolith without a nonce, before Canyon with one that is not hashed, since then with one that is. */
function randomDeposit(random) {
  const depositNonce = quantity(random.pick([0, 1, 127, 128, random.below(2 ** 40)]));
  return random.pick([{}, { depositNonce }, { depositNonce, depositReceiptVersion: '0x1' }]);
}

const randomLog = random => ({
  address: random.hex(20),
  topics: random.list(random.below(5), () => random.hex(32)),
  data: random.hex(random.pick([0, 1, 31, 32, 55, 56, random.below(300)])),
});

const quantity = number => '0x' + BigInt(number).toString(16);
const bytesOf = number => (BigInt(number) === 0n ? '0x' : toBeHex(BigInt(number)));

/** The item of the receipts trie (Yellow Paper 4.4.1, EIP-658, EIP-2718, the OP stack's Canyon). */
export function encodeReceipt({ type, root, status, cumulativeGasUsed, logs, depositNonce, depositReceiptVersion }) {
  const fields = [
    root ?? bytesOf(status),
    bytesOf(cumulativeGasUsed),
    bloomOf(logs),
    logs.map(({ address, topics, data }) => [address, topics, data]),
    ...(depositReceiptVersion ? [bytesOf(depositNonce), bytesOf(depositReceiptVersion)] : []),
  ];
  const prefix = Number(type) === 0 ? '' : toBeHex(type).slice(2);
  return '0x' + prefix + encodeRlp(fields).slice(2);
}

/** The filter of Yellow Paper 4.4.3. */
export function bloomOf(logs) {
  const bits = new Uint8Array(256);
  for (const item of logs.flatMap(({ address, topics }) => [address, ...topics])) {
    const hash = getBytes(keccak256(item));
    for (const pair of [0, 2, 4]) {
      const bit = ((hash[pair] << 8) | hash[pair + 1]) & 2047;
      bits[255 - (bit >> 3)] |= 1 << (bit & 7);
    }
  }

  return hexlify(bits);
}
