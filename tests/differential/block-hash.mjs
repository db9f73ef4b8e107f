// The hashes of blocks of every fork, against ethers' encoding of the header's fields (Yellow Paper 4.4, and the EIPs of the forks).
import { encodeRlp, keccak256, toBeHex } from 'ethers';

// The fields that forks added: EIP-1559, EIP-4895, EIP-4844 (two), EIP-4788, EIP-7685. Those in hex of any length are numbers.
const added = ['baseFeePerGas', 'withdrawalsRoot', 'blobGasUsed', 'excessBlobGas', 'parentBeaconBlockRoot', 'requestsHash'];
const numbers = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'baseFeePerGas', 'blobGasUsed', 'excessBlobGas'];

export function makeChecks(random) {
  const number = bytes => '0x' + (random.chance(20) ? 0n : BigInt(random.hex(1 + random.below(bytes)))).toString(16);
  const block = {
    parentHash: random.hex(32),
    sha3Uncles: random.hex(32),
    miner: random.hex(20),
    stateRoot: random.hex(32),
    transactionsRoot: random.hex(32),
    receiptsRoot: random.hex(32),
    logsBloom: random.hex(256),
    difficulty: number(20),
    number: number(7),
    gasLimit: number(7),
    gasUsed: number(7),
    timestamp: number(7),
    extraData: random.hex(random.below(33)),
    mixHash: random.hex(32),
    nonce: random.hex(8),
  };
  for (const name of added.slice(0, random.pick([0, 1, 2, 5, 6]))) {
    block[name] = numbers.includes(name) ? number(7) : random.hex(32);
  }

  const fields = Object.entries(block).map(([name, value]) => (numbers.includes(name) ? bytesOf(value) : value));
  const told = { ...block, hash: random.hex(32), size: '0x220', transactions: [], uncles: [] };
  return [{ tool: 'block-hash', input: { block: told }, expected: { ethers: { hash: keccak256(encodeRlp(fields)) } } }];
}

const bytesOf = number => (BigInt(number) === 0n ? '0x' : toBeHex(BigInt(number)));
