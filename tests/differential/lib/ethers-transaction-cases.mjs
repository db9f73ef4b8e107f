// The cases of @ethersproject/testcases about transactions of types 0, 1 and 2.
import { getAddress, keccak256 } from 'ethers';
import { isRefused } from './suite.mjs';

export function collectTransactions(suite, load) {
  for (const item of load('transactions')) {
    collectLegacy(suite, item, '0', item.unsignedTransaction, item.signedTransaction);
    collectLegacy(suite, item, '5', item.unsignedTransactionChainId5, item.signedTransactionChainId5);
  }

  load('typed-transactions').forEach(item => collectTyped(suite, item));
}

function collectLegacy(suite, item, chainId, unsigned, raw) {
  const { source, privateKey, accountAddress, to, data = '0x' } = item;
  const number = text => (text === undefined || text === '0x' ? '0' : BigInt(text).toString());
  const transaction = {
    type: '0',
    chainId,
    nonce: number(item.nonce),
    to: to === undefined || to === '0x' ? null : getAddress(to),
    value: number(item.value),
    data,
    gasLimit: number(item.gasLimit),
    gasPrice: number(item.gasPrice),
  };
  const hash = keccak256(raw);
  suite.check(source, 'transaction-sign', { transaction, privateKey }, { raw, hash });
  suite.check(source, 'transaction-decode', { raw }, { transaction, from: getAddress(accountAddress), hash });
  suite.check(source, 'transaction-decode', { raw: unsigned }, isRefused);
}

function collectTyped(suite, { source, tx, key, address, signed, unsigned }) {
  const hash = keccak256(signed);
  const number = value => BigInt(value ?? 0).toString();
  const fees = tx.type === 2 ? ['maxFeePerGas', 'maxPriorityFeePerGas'] : ['gasPrice'];
  const transaction = {
    type: String(tx.type),
    chainId: number(tx.chainId),
    nonce: number(tx.nonce),
    to: tx.to ? getAddress(tx.to) : null,
    value: number(tx.value),
    data: tx.data ?? '0x',
    gasLimit: number(tx.gasLimit),
    ...Object.fromEntries(fees.map(name => [name, number(tx[name])])),
    accessList: (tx.accessList ?? []).map(entry => ({ ...entry, address: getAddress(entry.address) })),
  };
  suite.check(source, 'transaction-sign', { transaction: tx, privateKey: key }, { raw: signed, hash });
  suite.check(source, 'transaction-decode', { raw: signed }, { transaction, from: getAddress(address), hash });
  suite.check(source, 'transaction-decode', { raw: unsigned }, isRefused);
}
