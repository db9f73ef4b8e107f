// The posts that the chains pay for: the same rows in every database, so the same references on every chain.
import { createHash } from "node:crypto";
import { encodeAbiParameters, getAddress, keccak256, stringToBytes } from "viem";

const [creatorCount, postCount] = [50, 1_000];
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

const bytes = (text) => createHash("sha256").update(`ChainTips benchmark: ${text}`).digest();
const range = (count, make) => Array.from({ length: count }, (_, i) => make(i));

const address = (text) => getAddress(`0x${bytes(text).subarray(0, 20).toString("hex")}`);

/** An id as the API writes it: prefix and 26 digits of Crockford's base 32. */
function writeId(prefix, id) {
  let bits = BigInt(`0x${id.toString("hex")}`);
  let digits = "";
  for (let i = 0; i < 26; i++, bits >>= 5n) digits = alphabet[Number(bits & 31n)] + digits;
  return `${prefix}_${digits}`;
}

/** As PaymentReference.cs makes it: keccak256(abi.encode(keccak256(id), salt)). */
function reference(id, salt) {
  const words = [keccak256(stringToBytes(id)), `0x${salt.toString("hex")}`];
  return keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "bytes32" }], words));
}

export const creators = range(creatorCount, (i) => ({
  id: bytes(`creator ${i}`).subarray(0, 16),
  name: `Creator ${i}`,
  address: address(`payee ${i}`),
}));

export const posts = range(postCount, (i) => {
  const [id, salt] = [bytes(`post ${i}`).subarray(0, 16), bytes(`salt ${i}`)];
  return { id, salt, creator: i % creatorCount, title: `Post ${i}`, reference: reference(writeId("post", id), salt) };
});

/** The addresses of so many payers. */
export const payerAddresses = (count) => range(count, (i) => address(`payer ${i}`));

/** The tip with this number: who of so many payers pays which post how much. Amounts are between 1 cent and 1.01 dollars. */
export function tip(number, payers) {
  const post = posts[(number * 7_919) % postCount];
  return {
    payer: number % payers,
    post,
    payee: creators[post.creator].address,
    amount: 10_000 + ((number * 104_729) % 1_000_001),
  };
}

/** What the books must hold after so many tips. */
export const sumOfTips = (count) => range(count, (i) => tip(i, 1).amount).reduce((sum, amount) => sum + amount, 0);
