// The digests of personal messages (EIP-191), given as text and as bytes.
import { getBytes, hashMessage as ethersHash } from 'ethers';
import { hashMessage as viemHash } from 'viem';

export function makeChecks(random) {
  const message = random.text(random.pick([0, 1, 9, 10, 99, 100, random.below(300)]));
  const data = random.hex(random.pick([0, 1, 9, 10, 32, 99, 100, random.below(300)]));
  const ofText = { ethers: { digest: ethersHash(message) }, viem: { digest: viemHash(message) } };
  const ofBytes = { ethers: { digest: ethersHash(getBytes(data)) }, viem: { digest: viemHash({ raw: data }) } };
  return [
    { tool: 'personal-digest', input: { message }, expected: ofText },
    { tool: 'personal-digest', input: { data }, expected: ofBytes },
  ];
}
