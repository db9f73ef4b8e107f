// Signatures of digests, byte by byte: the libraries take k from RFC 6979 and give the lower s (EIP-2).
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { getBytes, hexlify, SigningKey } from 'ethers';
import { sign } from 'viem/accounts';
import { randomDigest, randomKey } from './lib/keys.mjs';

export async function makeChecks(random) {
  const privateKey = randomKey(random);
  const digest = randomDigest(random);
  const ethers = { signature: new SigningKey(privateKey).sign(digest).serialized };
  const viem = { signature: await sign({ hash: digest, privateKey, to: 'hex' }) };
  const noble = { signature: nobleSign(digest, privateKey) };
  return [{ tool: 'sign', input: { digest, privateKey }, expected: { ethers, viem, noble } }];
}

/** The library puts the parity of the point before r and s. */
function nobleSign(digest, privateKey) {
  const [parity, ...rs] = secp256k1.sign(getBytes(digest), getBytes(privateKey), { prehash: false, lowS: true, format: 'recovered' });
  return hexlify(Uint8Array.of(...rs, 27 + parity));
}
