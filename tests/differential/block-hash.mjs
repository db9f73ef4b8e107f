// The hashes of blocks of every fork, against the headers of @ethereumjs/block, and against ethers' encoding of the fields
// (Yellow Paper 4.4, and the EIPs of the forks).
import { createBlockHeaderFromRPC } from '@ethereumjs/block';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { encodeRlp, hexlify, keccak256, toBeHex } from 'ethers';

// The fields that forks added: EIP-1559, EIP-4895, EIP-4844 (two), EIP-4788, EIP-7685. Those in hex of any length are numbers.
const added = ['baseFeePerGas', 'withdrawalsRoot', 'blobGasUsed', 'excessBlobGas', 'parentBeaconBlockRoot', 'requestsHash'];
const numbers = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'baseFeePerGas', 'blobGasUsed', 'excessBlobGas'];

// The forks by the number of fields that they and those before them added.
const forks = { 0: Hardfork.Chainstart, 1: Hardfork.London, 2: Hardfork.Shanghai, 5: Hardfork.Cancun, 6: Hardfork.Prague };
const commons = Object.fromEntries(Object.entries(forks).map(([count, hardfork]) => [count, new Common({ chain: Mainnet, hardfork })]));

export function makeChecks(random) {
  const number = bytes => '0x' + (random.chance(20) ? 0n : BigInt(random.hex(1 + random.below(bytes)))).toString(16);
  const [gasUsed, gasLimit] = [number(7), number(7)].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
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
    gasLimit,
    gasUsed,
    timestamp: number(7),
    extraData: random.hex(random.below(33)),
    mixHash: random.hex(32),
    nonce: random.hex(8),
  };
  const count = random.pick([0, 1, 2, 5, 6]);
  for (const name of added.slice(0, count)) {
    block[name] = numbers.includes(name) ? number(7) : random.hex(32);
  }

  const fields = Object.entries(block).map(([name, value]) => (numbers.includes(name) ? bytesOf(value) : value));
  const told = { ...block, hash: random.hex(32), size: '0x220', transactions: [], uncles: [] };
  const header = createBlockHeaderFromRPC(block, { common: commons[count], skipConsensusFormatValidation: true });
  const expected = { ethers: { hash: keccak256(encodeRlp(fields)) }, '@ethereumjs/block': { hash: hexlify(header.hash()) } };
  return [{ tool: 'block-hash', input: { block: told }, expected }];
}

const bytesOf = number => (BigInt(number) === 0n ? '0x' : toBeHex(BigInt(number)));
