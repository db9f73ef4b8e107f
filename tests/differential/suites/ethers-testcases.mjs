// @ethersproject/testcases: what the Solidity compiler, ethereumjs and others gave for generated inputs.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { keccak256 } from 'ethers';
import { collectAbi } from '../lib/ethers-abi-cases.mjs';
import { collectTransactions } from '../lib/ethers-transaction-cases.mjs';

const folder = new URL('../node_modules/@ethersproject/testcases/testcases/', import.meta.url);

// Files about things that no tool does.
const withoutTool = {
  bignumber: 'arithmetic of a JavaScript library',
  hdnode: 'keys derived from a phrase (BIP-32)',
  namehash: 'names (ENS)',
  nameprep: 'names (ENS)',
  'solidity-hashes': 'abi.encodePacked, which no tool does',
  units: 'decimal amounts of ether',
  wallets: 'encrypted key files',
  wordlists: 'phrases (BIP-39)',
};

export function collect(suite) {
  const load = name => JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, folder))))
    .map((item, index) => ({ ...item, source: `@ethersproject/testcases ${name} ${index} ${item.name ?? ''}` }));
  for (const { source, data, keccak256 } of load('hashes')) {
    suite.check(source, 'keccak', { data }, { hash: keccak256 });
  }

  for (const { source, decoded, encoded } of load('rlp-coder')) {
    suite.check(source, 'rlp-encode', { value: decoded }, { data: encoded });
    suite.check(source, 'rlp-decode', { data: encoded }, { value: decoded });
  }

  load('accounts').forEach(account => collectAccount(suite, account));
  load('eip712').forEach(item => collectTypedData(suite, item));
  collectAbi(suite, load);
  collectTransactions(suite, load);
  for (const [name, reason] of Object.entries(withoutTool)) {
    suite.leaveOut(`${name}: ${reason}`, load(name).length);
  }
}

function collectAccount(suite, { source, address, checksumAddress, privateKey }) {
  suite.check(source, 'address', { address }, { address: checksumAddress });
  suite.check(source, 'address', { address: checksumAddress }, { address: checksumAddress });
  if (privateKey !== undefined) {
    suite.check(source, 'address-of-key', { privateKey }, { address: checksumAddress });
  }
}

function collectTypedData(suite, { source, domain, primaryType, types, data, encoded, digest, privateKey, signature }) {
  const structHash = keccak256(encoded);
  const typedData = { types, primaryType, domain, message: data };
  suite.check(source, 'typed-data', { typedData }, answer => answer.digest === digest && answer.structHash === structHash);
  if (privateKey !== undefined) {
    suite.check(source, 'sign', { digest, privateKey }, { signature });
  }
}
