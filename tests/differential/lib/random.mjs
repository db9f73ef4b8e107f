// Random values that a seed fixes, whatever the platform: xorshift128+ over 64-bit words, seeded by splitmix64.
const mask = (1n << 64n) - 1n;

export class Random {
  #a;
  #b;

  constructor(seed) {
    let state = BigInt(seed) & mask;
    const next = () => {
      state = (state + 0x9e3779b97f4a7c15n) & mask;
      let mixed = state;
      mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
      mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & mask;
      return mixed ^ (mixed >> 31n);
    };
    this.#a = next();
    this.#b = next() | 1n;
  }

  word() {
    let a = this.#a;
    const b = this.#b;
    this.#a = b;
    a ^= (a << 23n) & mask;
    this.#b = a ^ b ^ (a >> 18n) ^ (b >> 5n);
    return (this.#b + b) & mask;
  }

  /** An integer from 0 to limit - 1. */
  below(limit) {
    return Number(this.word() % BigInt(limit));
  }

  chance(percent) {
    return this.below(100) < percent;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  list(length, make) {
    return Array.from({ length }, (_, index) => make(index));
  }

  /** Bytes as 0x and lower-case hex. */
  hex(length) {
    return '0x' + this.list(length, () => this.below(256).toString(16).padStart(2, '0')).join('');
  }

  /** An integer of so many bits; near the ends of the range as often as anywhere. */
  integer(bits, isSigned) {
    const low = isSigned ? -(1n << BigInt(bits - 1)) : 0n;
    const high = isSigned ? (1n << BigInt(bits - 1)) - 1n : (1n << BigInt(bits)) - 1n;
    const small = BigInt(this.below(4));
    const whole = BigInt(this.hex(32)) % (high - low + 1n);
    return this.pick([low + small > high ? high : low + small, high - small < low ? low : high - small, low + whole, small > high ? 0n : small]);
  }

  /** Text of ASCII, of other planes, of characters that JSON escapes, or empty. */
  text(length) {
    const alphabets = ['abc XYZ 019', '\u0000\n\t"\\/\u007f', 'äßñ€漢字', '😀𝔸🏴'];
    const characters = [...this.pick(alphabets)];
    return this.list(length, () => this.pick(characters)).join('');
  }
}
