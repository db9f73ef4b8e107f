// What a payer agrees to, its hash, and what he signs that carries the hash: made here by viem, so that the contracts
// are compared with somebody else's arithmetic.

import { type Account, type Address, type Chain, type Hex, type Transport, type WalletClient, hashStruct } from "viem";

import { type Authorization, type Domain, type Signed, sign, split } from "./signing.ts";

export interface Tip {
  payee: Address;
  amount: bigint;
  paymentReference: Hex;
}

export interface Terms {
  chainId: bigint;
  router: Address;
  token: Address;
  payees: readonly Address[];
  amounts: readonly bigint[];
  references: readonly Hex[];
  fee: bigint;
  feeReceiver: Address;
  validBefore: bigint;
  salt: Hex;
}

/** Where Permit2 is, on every chain that has it. */
export const permit2Address: Address = "0x000000000022D473030F116dDEE9F6B43aC78BA3";

export const termsTypes = {
  Terms: [
    { name: "chainId", type: "uint256" },
    { name: "router", type: "address" },
    { name: "token", type: "address" },
    { name: "payees", type: "address[]" },
    { name: "amounts", type: "uint256[]" },
    { name: "references", type: "bytes32[]" },
    { name: "fee", type: "uint256" },
    { name: "feeReceiver", type: "address" },
    { name: "validBefore", type: "uint256" },
    { name: "salt", type: "bytes32" },
  ],
} as const;

export const permit2Types = {
  PermitWitnessTransferFrom: [
    { name: "permitted", type: "TokenPermissions" },
    { name: "spender", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
    { name: "witness", type: "Terms" },
  ],
  TokenPermissions: [
    { name: "token", type: "address" },
    { name: "amount", type: "uint256" },
  ],
  ...termsTypes,
} as const;

type Wallet = WalletClient<Transport, Chain | undefined, Account>;

/** The terms of these tips. */
export function termsOf(tips: readonly Tip[], common: Omit<Terms, "payees" | "amounts" | "references">): Terms {
  return {
    ...common,
    payees: tips.map(({ payee }) => payee),
    amounts: tips.map(({ amount }) => amount),
    references: tips.map(({ paymentReference }) => paymentReference),
  };
}

/** The `termsHash`. */
export function hashOf(terms: Terms): Hex {
  return hashStruct({ types: termsTypes, primaryType: "Terms", data: { ...terms } });
}

/** What the payer pays in all. */
export function totalOf({ amounts, fee }: Pick<Terms, "amounts" | "fee">): bigint {
  return amounts.reduce((sum, amount) => sum + amount, fee);
}

/** The authorization that carries the terms: straight to the one payee, or to the router, which pays out. */
export function authorizationOf(terms: Terms, payer: Address, to: Address): Authorization {
  const { validBefore } = terms;
  return { from: payer, to, value: totalOf(terms), validAfter: 0n, validBefore, nonce: hashOf(terms) };
}

/** The payer's signature for `tipWithAuthorization`. */
export function signForRouter(wallet: Wallet, payer: Address, domain: Domain, terms: Terms): Promise<Signed> {
  return sign(wallet, domain, "ReceiveWithAuthorization", authorizationOf(terms, payer, terms.router));
}

/** The payer's signature for one of `tipWithAuthorizations`. */
export function signForPayee(wallet: Wallet, payer: Address, domain: Domain, terms: Terms): Promise<Signed> {
  const [payee] = terms.payees;
  if (payee === undefined || terms.payees.length > 1) throw new Error("One payee can be paid straight, not more.");
  return sign(wallet, domain, "TransferWithAuthorization", authorizationOf(terms, payer, payee));
}

/** The typed data of `tipWithPermit2`. */
export function permit2DataOf(terms: Terms, nonce: bigint) {
  return {
    domain: { name: "Permit2", chainId: Number(terms.chainId), verifyingContract: permit2Address },
    types: permit2Types,
    primaryType: "PermitWitnessTransferFrom",
    message: {
      permitted: { token: terms.token, amount: totalOf(terms) },
      spender: terms.router,
      nonce,
      deadline: terms.validBefore,
      witness: { ...terms },
    },
  } as const;
}

/** The payer's signature for `tipWithPermit2`. */
export async function signForPermit2(wallet: Wallet, terms: Terms, nonce: bigint): Promise<Signed> {
  return split(await wallet.signTypedData(permit2DataOf(terms, nonce)));
}
