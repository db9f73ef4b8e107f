// Private keys of secp256k1, valid ones and others.
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const hexOf = number => '0x' + number.toString(16).padStart(64, '0');

/** A valid key; the ends of the range come now and then. */
export function randomKey(random) {
  const whole = (BigInt(random.hex(32)) % (order - 1n)) + 1n;
  const near = BigInt(1 + random.below(5));
  return hexOf(random.chance(90) ? whole : random.pick([near, order - near]));
}

/** A number of 32 bytes that is no key. */
export function wrongKey(random) {
  return hexOf(random.pick([0n, order, order + BigInt(random.below(1000)), (1n << 256n) - 1n]));
}

/** 32 bytes; numbers above the order of the group come now and then. */
export function randomDigest(random) {
  return random.pick([random.hex(32), random.hex(32), random.hex(32), '0x' + 'ff'.repeat(16) + random.hex(16).slice(2), '0x' + '00'.repeat(32)]);
}
