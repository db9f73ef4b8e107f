// The official tests of Ethereum in the version that npm has, of 2015 (Frontier), as far as a tool does what they test.
import { readdirSync, readFileSync } from 'node:fs';
import { computeAddress, getAddress } from 'ethers';
import { collectBlocks } from '../lib/official-blocks.mjs';
import { collectTransactionTests } from '../lib/official-transactions.mjs';

const folder = new URL('../node_modules/ethereum-tests/', import.meta.url);
const load = path => JSON.parse(readFileSync(new URL(path, folder)));
const bytes = data => '0x' + data.replace(/^0x/, '').toLowerCase();

const withoutTool = {
  'BasicTests/blockgenesistest.json': 'blocks of before the genesis block',
  'BasicTests/crypto.json': 'AES',
  'BasicTests/genesishashestest.json': 'a header of before the genesis block, with a nonce of 32 bytes',
  'BasicTests/hexencodetest.json': 'the compact encoding of paths, which only tries use',
  'PoWTests/ethash_tests.json': 'proofs of work',
  'TrieTests/hex_encoded_securetrie_test.json': 'tries with keys of their own; receipts-root has indices as keys',
  'TrieTests/trieanyorder.json': 'tries with keys of their own; receipts-root has indices as keys',
  'TrieTests/trieanyorder_secureTrie.json': 'tries with keys of their own; receipts-root has indices as keys',
  'TrieTests/trietest.json': 'tries with keys of their own; receipts-root has indices as keys',
  'TrieTests/trietest_secureTrie.json': 'tries with keys of their own; receipts-root has indices as keys',
  'TrieTests/trietestnextprev.json': 'the neighbours of a key in a trie',
  'BlockchainTests/badBlockChain.json': 'a chain of before the genesis block',
  'BlockchainTests/basicBlockChain.json': 'a chain of before the genesis block',
};

export function collect(suite) {
  for (const [name, { in: value, out }] of Object.entries(load('BasicTests/rlptest.json'))) {
    const source = `ethereum-tests BasicTests/rlptest.json ${name}`;
    suite.check(source, 'rlp-encode', { value: itemOf(value) }, { data: bytes(out) });
    suite.check(source, 'rlp-decode', { data: bytes(out) }, { value: itemOf(value) });
  }

  load('BasicTests/keyaddrtest.json').forEach(item => collectKey(suite, item));
  load('BasicTests/txtest.json').forEach(item => collectSigned(suite, item));
  for (const file of ['tt10mbDataField', 'ttTransactionTest', 'ttWrongRLPTransaction']) {
    collectTransactionTests(suite, `ethereum-tests TransactionTests/${file}.json`, load(`TransactionTests/${file}.json`));
  }

  for (const file of jsonIn('BlockTests/')) {
    collectBlocks(suite, `ethereum-tests BlockTests/${file}`, load(`BlockTests/${file}`));
  }

  for (const place of ['StateTests/', 'StateTests/RandomTests/', 'VMTests/', 'VMTests/RandomTests/']) {
    jsonIn(place).forEach(file => collectLogs(suite, `ethereum-tests ${place}${file}`, load(place + file)));
  }

  for (const [file, reason] of Object.entries(withoutTool)) {
    suite.leaveOut(`${file}: ${reason}`, Object.keys(load(file)).length);
  }
}

const jsonIn = place => readdirSync(new URL(place, folder)).filter(file => file.endsWith('.json'));

/** An item of the RLP tests: text is bytes, numbers are big-endian without zeros before them, # is before a large one. */
function itemOf(value) {
  if (Array.isArray(value)) {
    return value.map(itemOf);
  }

  if (typeof value === 'string' && !value.startsWith('#')) {
    return '0x' + Buffer.from(value).toString('hex');
  }

  const hex = BigInt(String(value).replace('#', '')).toString(16);
  return hex === '0' ? '0x' : '0x' + hex.padStart(hex.length + (hex.length % 2), '0');
}

function collectKey(suite, { seed, key, addr }) {
  const source = `ethereum-tests BasicTests/keyaddrtest.json ${seed}`;
  suite.check(source, 'address-of-key', { privateKey: bytes(key) }, { address: getAddress(bytes(addr)) });
  suite.leaveOut('BasicTests/keyaddrtest.json, sig_of_emptystring: it is not said of which digest, and none that was tried gives the address');
}

function collectSigned(suite, { key, nonce, gasprice, startgas, to, value, data, signed }) {
  const transaction = {
    type: '0',
    chainId: '0',
    nonce: String(nonce),
    to: to === '' ? null : getAddress(bytes(to)),
    value: String(value),
    data: bytes(data),
    gasLimit: String(startgas),
    gasPrice: String(gasprice),
  };
  const raw = bytes(signed);
  const test = { rlp: raw, sender: computeAddress(bytes(key)), transaction };
  collectTransactionTests(suite, 'ethereum-tests BasicTests/txtest.json', { [`to ${to}`]: test });
}

/** Logs of executed tests, each with its bloom; the block of one receipt with one log has the same. */
function collectLogs(suite, source, tests) {
  for (const [name, { logs = [] }] of Object.entries(tests)) {
    logs.forEach(({ address, topics, data, bloom }, index) => {
      const log = { address: bytes(address), topics: topics.map(bytes), data: bytes(data) };
      const receipt = { status: '0x1', cumulativeGasUsed: '0x1', logs: [log] };
      suite.check(`${source} ${name} ${index}`, 'receipts-root', { receipts: [receipt] }, answer => answer.bloom === bytes(bloom));
    });
  }
}
