// Signatures of digests, byte by byte: both libraries take k from RFC 6979 and give the lower s (EIP-2).
import { SigningKey } from 'ethers';
import { sign } from 'viem/accounts';
import { randomDigest, randomKey } from './lib/keys.mjs';

export async function makeChecks(random) {
  const privateKey = randomKey(random);
  const digest = randomDigest(random);
  const ethers = { signature: new SigningKey(privateKey).sign(digest).serialized };
  const viem = { signature: await sign({ hash: digest, privateKey, to: 'hex' }) };
  return [{ tool: 'sign', input: { digest, privateKey }, expected: { ethers, viem } }];
}
