// The block tests of ethereum/tests: the hashes of their headers, and the transactions in their blocks.
import { isDeepStrictEqual } from 'node:util';
import { decodeRlp, encodeRlp, keccak256, toBeHex } from 'ethers';
import { expectedOf, lowered } from './official-transactions.mjs';

// The fields of a header in their order, with the names of the execution API and of the suite.
const fields = [
  ['parentHash', 'parentHash'], ['sha3Uncles', 'uncleHash'], ['miner', 'coinbase'], ['stateRoot', 'stateRoot'],
  ['transactionsRoot', 'transactionsTrie'], ['receiptsRoot', 'receiptTrie'], ['logsBloom', 'bloom'], ['difficulty', 'difficulty'],
  ['number', 'number'], ['gasLimit', 'gasLimit'], ['gasUsed', 'gasUsed'], ['timestamp', 'timestamp'], ['extraData', 'extraData'],
  ['mixHash', 'mixHash'], ['nonce', 'nonce'],
];
const numbers = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp'];
const hex = text => '0x' + text.replace(/^0x/, '').toLowerCase();

export function collectBlocks(suite, file, tests) {
  for (const [name, { genesisBlockHeader, blocks }] of Object.entries(tests)) {
    collectHeader(suite, `${file} ${name} genesis`, genesisBlockHeader);
    blocks.forEach((block, index) => collectBlock(suite, `${file} ${name} block ${index}`, block));
  }
}

function collectBlock(suite, source, { blockHeader, transactions, uncleHeaders, rlp }) {
  if (blockHeader === undefined) {
    suite.leaveOut('BlockTests, blocks that break a rule of the chain: no tool executes blocks');
    return;
  }

  const own = keccak256(encodeRlp(decodeRlp(hex(rlp))[0]));
  if (own !== hex(blockHeader.hash)) {
    suite.leaveOut('BlockTests, a hash that is not the one of the encoding beside it: the encoding is taken');
  }

  collectHeader(suite, source, { ...blockHeader, hash: own });
  uncleHeaders.forEach((uncle, index) => collectHeader(suite, `${source} uncle ${index}`, uncle));
  suite.check(source, 'rlp-decode', { data: hex(rlp) }, ({ value }) => isDeepStrictEqual(value?.[0], fieldsOf(blockHeader)));
  decodeRlp(hex(rlp))[1].forEach((item, index) => {
    const raw = lowered(encodeRlp(item));
    const wanted = { transaction: expectedOf(transactions[index]), hash: keccak256(raw) };
    suite.check(source, 'transaction-decode', { raw }, ({ transaction, hash }) => isDeepStrictEqual({ transaction, hash }, wanted));
  });
}

function collectHeader(suite, source, header) {
  const block = Object.fromEntries(fields.map(([ours, theirs]) => [ours, valueOf(ours, header[theirs])]));
  suite.check(source, 'block-hash', { block }, { hash: hex(header.hash) });
}

const numberOf = text => (text === '0x' || text === '' ? 0n : BigInt(text));
const valueOf = (name, value) => (numbers.includes(name) ? '0x' + numberOf(value).toString(16) : hex(value));

/** The header as a list of RLP. */
function fieldsOf(header) {
  return fields.map(([ours, theirs]) => {
    if (!numbers.includes(ours)) {
      return hex(header[theirs]);
    }

    const number = numberOf(header[theirs]);
    return number === 0n ? '0x' : toBeHex(number);
  });
}
