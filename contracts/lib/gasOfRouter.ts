// What payments of several tips and payments by signature cost. All payees hold the token.

import { type Address, type Hash, type Hex, keccak256, stringToHex, toHex, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";

import type { Chain, GasRow, Measure, SplitRow } from "./gas.ts";
import { sign } from "./signing.ts";
import { type Terms, type Tip, signForPayee, signForPermit2, signForRouter, termsOf } from "./terms.ts";

const amount = 250_000n;
const far = 4_000_000_000n;
const salt = keccak256(stringToHex("a salt"));

export interface RouterGas {
  rows: SplitRow[];
  /** What one of several tips costs, by what a single one costs. */
  ratios: Record<keyof typeof routerBounds, number>;
}

/** The most that each may cost, in parts of what it is compared with. */
export const routerBounds = {
  tipMany10: 0.36,
  tipMany100: 0.29,
  fee: 1.4,
  signed10: 0.3,
  relayed50: 0.67,
  relayed50OfOne: 0.6,
  relayed50ToOne: 0.61,
};

/** Measures every row, each on a chain of its own. */
export async function measureRouter(measure: Measure, tip: GasRow, authorized: GasRow): Promise<RouterGas> {
  const many10 = await measure("`tipMany`, ten payees", (chain) => tipMany(chain, 10));
  const many100 = await measure("`tipMany`, a hundred payees", (chain) => tipMany(chain, 100));
  const permit10 = await measure("`tipManyWithPermit`, ten payees, first permit", tipTenWithPermit);
  const fee = await measure("`tipWithAuthorization`, one payee and a fee", (chain) => tipSigned(chain, 1, 12_500n));
  const signed10 = await measure("`tipWithAuthorization`, ten payees", (chain) => tipSigned(chain, 10, 0n));
  const signed10Fee = await measure("`tipWithAuthorization`, ten payees and a fee", (chain) =>
    tipSigned(chain, 10, 125_000n),
  );
  const relayed50 = await measure("`tipWithAuthorizations`, fifty payers, a payee each", (chain) =>
    relay(chain, 50, false),
  );
  const relayed50OfOne = await measure("`tipWithAuthorizations`, one payer, fifty payees", (chain) =>
    relay(chain, 50, true),
  );
  const relayed50ToOne = await measure("`tipWithAuthorizations`, fifty payers, one payee", (chain) =>
    relay(chain, 50, false, true),
  );
  const permit2 = await measure("`tipWithPermit2`, one payee, used word of nonces", (chain) => tipByPermit2(chain, 1));
  const permit2Ten = await measure("`tipWithPermit2`, ten payees, used word of nonces", (chain) =>
    tipByPermit2(chain, 10),
  );
  return {
    rows: [many10, many100, permit10, fee, signed10, signed10Fee, relayed50, relayed50OfOne, relayed50ToOne, permit2, permit2Ten],
    ratios: {
      tipMany10: many10.gas / 10 / tip.gas,
      tipMany100: many100.gas / 100 / tip.gas,
      fee: fee.gas / authorized.gas,
      signed10: signed10.gas / 10 / authorized.gas,
      relayed50: relayed50.gas / 50 / authorized.gas,
      relayed50OfOne: relayed50OfOne.gas / 50 / authorized.gas,
      relayed50ToOne: relayed50ToOne.gas / 50 / authorized.gas,
    },
  };
}

function personOf(name: string, position: number) {
  return privateKeyToAccount(keccak256(stringToHex(`${name} ${position}`)));
}

/** Tips to as many people as there are tips, who all have a cent already. */
async function tipsTo({ token }: Chain, count: number): Promise<Tip[]> {
  const tips = [];
  for (let i = 0; i < count; i++) {
    const payee = personOf("payee", i).address;
    await token.write.mint([payee, 10_000n]);
    tips.push({ payee, amount, paymentReference: keccak256(stringToHex(`post ${i}`)) });
  }
  return tips;
}

async function tipMany(chain: Chain, count: number): Promise<Hash> {
  const { token, router } = chain;
  const tips = await tipsTo(chain, count);
  await token.write.approve([router.address, amount * 1_000n]);
  return router.write.tipMany([token.address, tips]);
}

async function tipTenWithPermit(chain: Chain): Promise<Hash> {
  const { token, router, wallet, payer, domain } = chain;
  const tips = await tipsTo(chain, 10);
  const permit = { owner: payer, spender: router.address, value: 10n * amount, nonce: 0n, deadline: far };
  const { v, r, s } = await sign(wallet, domain, "Permit", permit);
  return router.write.tipManyWithPermit([token.address, tips, far, v, r, s]);
}

function termsHere({ router, token, domain, payee }: Chain, tips: Tip[], fee: bigint): Terms {
  const feeReceiver = fee === 0n ? zeroAddress : payee;
  const common = { chainId: BigInt(domain.chainId), router: router.address, token: token.address, validBefore: far };
  return termsOf(tips, { ...common, fee, feeReceiver, salt });
}

async function tipSigned(chain: Chain, count: number, fee: bigint): Promise<Hash> {
  const { token, router, wallet, payer, spender, domain } = chain;
  const tips = await tipsTo(chain, count);
  const terms = termsHere(chain, tips, fee);
  const { bytes } = await signForRouter(wallet, payer, domain, terms);
  return router.write.tipWithAuthorization([token.address, tips, fee, terms.feeReceiver, payer, far, salt, bytes], {
    account: spender,
  });
}

/** Each has signed for another payee: as many payers, or one of them; or all for one payee. */
async function relay(chain: Chain, count: number, ofOne: boolean, toOne = false): Promise<Hash> {
  const { token, router, spender, domain, walletOf } = chain;
  const items: (Tip & { payer: Address; validBefore: bigint; salt: Hex; signature: Hex })[] = [];
  const tips = await tipsTo(chain, count);
  const [first] = tips;
  for (const [i, each] of tips.entries()) {
    const tip = { ...each, payee: toOne && first !== undefined ? first.payee : each.payee };
    const payer = personOf("payer", ofOne ? 0 : i);
    await token.write.mint([payer.address, 10n * amount]);
    const { bytes } = await signForPayee(walletOf(payer), payer.address, domain, termsHere(chain, [tip], 0n));
    items.push({ payer: payer.address, ...tip, validBefore: far, salt, signature: bytes });
  }
  return router.write.tipWithAuthorizations([token.address, items], { account: spender });
}

async function tipByPermit2(chain: Chain, count: number): Promise<Hash> {
  const { token, router, wallet, payer, spender, permit2 } = chain;
  const tips = await tipsTo(chain, count);
  await token.write.approve([permit2.address, amount * 1_000n]);
  await permit2.write.invalidateUnorderedNonces([0n, 1n]);
  const terms = termsHere(chain, tips, 0n);
  const { bytes } = await signForPermit2(wallet, terms, 1n);
  return router.write.tipWithPermit2([token.address, tips, 0n, zeroAddress, payer, 1n, far, salt, bytes], {
    account: spender,
  });
}
