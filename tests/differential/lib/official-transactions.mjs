// The transaction tests of ethereum/tests as Frontier had them, seen with the rules of today.
import { decodeRlp, encodeRlp, getAddress, keccak256, toBeHex } from 'ethers';
import { isRefused } from './suite.mjs';

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

// What was valid in 2015 and is refused since, by the name of the case, with what the error has to say.
const refusedToday = {
  TransactionWithHihghNonce: /nonce is not below 2\^64 - 1 \(EIP-2681\)/,
  TransactionWithSvalueHigh: /r or s is zero or not below the order/,
};

export function collectTransactionTests(suite, file, tests) {
  for (const [name, { rlp, sender, transaction }] of Object.entries(tests)) {
    const source = `${file} ${name}`;
    if (transaction === undefined) {
      suite.check(source, 'transaction-decode', { raw: rlp }, isRefused);
      continue;
    }

    const low = lowered(rlp);
    const from = '0x' + sender.replace(/^0x/, '');
    const wanted = name in refusedToday
      ? ({ error }) => refusedToday[name].test(error)
      : { transaction: expectedOf(transaction), from: getAddress(from), hash: keccak256(low) };
    suite.check(source, 'transaction-decode', { raw: low }, wanted);
    if (low !== rlp) {
      suite.check(source, 'transaction-decode', { raw: rlp }, isRefused);
    }
  }
}

/** A signature in 65 bytes with the s that EIP-2 demands since Homestead, which the same key makes of the same digest. */
export function withLowS(signature) {
  const s = BigInt('0x' + signature.slice(66, 130));
  const v = parseInt(signature.slice(130), 16);
  return s <= order / 2n || s >= order ? signature : signature.slice(0, 66) + (order - s).toString(16).padStart(64, '0') + (55 - v).toString(16);
}

/** A signed transaction without a chain id, with the s that EIP-2 demands. */
export function lowered(raw) {
  const fields = decodeRlp(raw);
  const [v, r, s] = fields.splice(-3);
  const signature = withLowS('0x' + [r, s].map(part => part.slice(2).padStart(64, '0')).join('') + v.slice(2));
  const number = hex => (BigInt(hex) === 0n ? '0x' : toBeHex(BigInt(hex)));
  return encodeRlp([...fields, '0x' + signature.slice(130), number('0x' + signature.slice(2, 66)), number('0x' + signature.slice(66, 130))]);
}

export function expectedOf({ nonce, to, value, data, gasLimit, gasPrice }) {
  const number = text => (text === '' ? '0' : BigInt(text).toString());
  const hex = text => '0x' + (text ?? '').replace(/^0x/, '').toLowerCase();
  return {
    type: '0',
    chainId: '0',
    nonce: number(nonce),
    to: to === null || to === '' || to === '0x' ? null : getAddress(hex(to)),
    value: number(value),
    data: hex(data),
    gasLimit: number(gasLimit),
    gasPrice: number(gasPrice),
  };
}
