// The signers of signatures in every accepted form, of signatures that nobody made, and the refusal of a high s.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { computeAddress, getBytes, hexlify, recoverAddress as ethersRecover, SigningKey } from 'ethers';
import { compactSignatureToSignature, parseCompactSignature, recoverAddress as viemRecover } from 'viem';
import { randomDigest, randomKey } from './lib/keys.mjs';

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

export async function makeChecks(random) {
  const privateKey = randomKey(random);
  const digest = randomDigest(random);
  const signed = new SigningKey(privateKey).sign(digest);
  const compact = signed.compactSerialized;
  const { r, s, yParity } = signed;
  const signature = random.pick([signed.serialized, compact, joined(r, s, yParity)]);
  const forViem = signature === compact ? compactSignatureToSignature(parseCompactSignature(compact)) : signature;
  const viem = { address: await viemRecover({ hash: digest, signature: forViem }) };
  const made = await foreignCheck(random, digest);
  const high = joined(r, '0x' + (order - BigInt(s)).toString(16).padStart(64, '0'), 28 - yParity);
  return [
    { tool: 'recover', input: { digest, signature }, expected: { ethers: { address: computeAddress(privateKey) }, viem } },
    { tool: 'recover', input: { digest, signature: high }, expected: { ethers: answer => refuses(digest, high) && 'error' in answer } },
    made,
  ];
}

/** Numbers that no signing made: of about half of them a key can be computed all the same. */
async function foreignCheck(random, digest) {
  const s = '0x' + random.below(0x7f).toString(16).padStart(2, '0') + random.hex(31).slice(2);
  const signature = joined(random.hex(32), s, 27 + random.below(2));
  let expected;
  try {
    const [ethers, viem] = [ethersRecover(digest, signature), await viemRecover({ hash: digest, signature })];
    expected = { ethers: { address: ethers }, viem: { address: viem }, noble: { address: nobleRecover(digest, signature) } };
  } catch {
    expected = { ethers: answer => 'error' in answer };
  }

  return { tool: 'recover', input: { digest, signature }, expected };
}

/** The library wants the parity of the point before r and s. */
function nobleRecover(digest, signature) {
  const bytes = getBytes(signature);
  const recovered = Uint8Array.of(bytes[64] - 27, ...bytes.subarray(0, 64));
  return computeAddress(hexlify(secp256k1.recoverPublicKey(recovered, getBytes(digest), { prehash: false })));
}

function refuses(digest, signature) {
  try {
    ethersRecover(digest, signature);
    return false;
  } catch {
    return true;
  }
}

const joined = (r, s, v) => r + s.slice(2) + v.toString(16).padStart(2, '0');
