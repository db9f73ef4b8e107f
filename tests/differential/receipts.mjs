// Receipts roots, blooms and proofs of single receipts, against the trie of @ethereumjs/mpt.
import { createMerkleProof, createMPT, verifyMerkleProof } from '@ethereumjs/mpt';
import { RLP } from '@ethereumjs/rlp';
import { getBytes, hexlify } from 'ethers';
import { bloomOf, encodeReceipt, randomReceipts } from './lib/receipts.mjs';

export async function makeChecks(random) {
  const receipts = randomReceipts(random);
  const items = receipts.map(encodeReceipt);
  const trie = await createMPT();
  for (const [index, item] of items.entries()) {
    await trie.put(RLP.encode(index), getBytes(item));
  }

  const root = hexlify(trie.root());
  const bloom = bloomOf(receipts.flatMap(receipt => receipt.logs));
  const whole = { tool: 'receipts-root', input: { receipts }, expected: { '@ethereumjs/mpt': { root, bloom } } };
  return receipts.length === 0 ? [whole] : [whole, ...(await proofChecks(random, receipts, items, trie))];
}

async function proofChecks(random, receipts, items, trie) {
  const root = hexlify(trie.root());
  const index = random.below(receipts.length);

  // The library lists small nodes that stand within the node above them once more on their own.
  const path = await createMerkleProof(trie, RLP.encode(index));
  const nodes = path.filter((node, place) => place === 0 || node.length >= 32).map(node => hexlify(node));
  const damaged = damage(random, { root, index, nodes }, receipts.length);
  const value = await valueOf(damaged);
  return [
    { tool: 'receipt-proof', input: { receipts, index }, expected: { '@ethereumjs/mpt': { root, nodes } } },
    { tool: 'proof-verify', input: { root, index, nodes }, expected: { generated: { value: items[index] } } },
    {
      tool: 'proof-verify',
      input: damaged,
      expected: { '@ethereumjs/mpt': answer => 'error' in answer || (value !== undefined && answer.value === value) },
    },
  ];
}

/** What the library reads from a proof, which may have nodes that it does not need. */
async function valueOf({ root, index, nodes }) {
  try {
    const value = await verifyMerkleProof(RLP.encode(index), nodes.map(node => getBytes(node)), { root: getBytes(root) });
    return value === null ? undefined : hexlify(value);
  } catch {
    return undefined;
  }
}

function damage(random, { root, index, nodes }, count) {
  const place = random.below(nodes.length);
  const node = nodes[place];
  const at = 2 + 2 * random.below(node.length / 2 - 1);
  const other = node.slice(0, at) + random.hex(1).slice(2) + node.slice(at + 2);
  switch (random.below(5)) {
    case 0: return { root, index: random.below(count + 2), nodes };
    case 1: return { root: random.hex(32), index, nodes };
    case 2: return { root, index, nodes: nodes.toSpliced(place, 1) };
    case 3: return { root, index, nodes: [...nodes, random.pick(nodes)] };
    default: return { root, index, nodes: nodes.with(place, other) };
  }
}
