// What the tests of several tips and of tips by signature start from.

import { artifacts } from "hardhat";
import { type Address, type Hash, type Hex, getAddress, parseEventLogs, zeroAddress } from "viem";

import { addressOf, dollar, farFuture, fixture, viem, word } from "./fixture.ts";
import { type Terms, type Tip, signForPermit2, signForRouter, termsOf } from "./terms.ts";

export const salt = word("a salt");
/** The platform, which has nothing yet. */
export const feeReceiver = getAddress(`0x${"fee".repeat(13)}1`);
export const permit2Nonce = 258n;

export type Start = Awaited<ReturnType<typeof fixture>>;

/** Three tips: to payee, other and newcomer, of three dollars, two dollars and a base unit. */
export function threeTips({ payee, other, newcomer }: Start): Tip[] {
  return [
    { payee: addressOf(payee), amount: 3n * dollar, paymentReference: word("post 0") },
    { payee: addressOf(other), amount: 2n * dollar, paymentReference: word("post 1") },
    { payee: addressOf(newcomer), amount: 1n, paymentReference: word("post 2") },
  ];
}

/** The sum of three tips. */
export const sumOfThree = 5n * dollar + 1n;

/** Tips of one base unit each to as many made-up accounts. */
export function manyTips(count: number): Tip[] {
  return Array.from({ length: count }, (_, i) => ({
    payee: getAddress(`0x${(0xabcd_0000n + BigInt(i)).toString(16).padStart(40, "0")}`),
    amount: 1n,
    paymentReference: word(`post ${i}`),
  }));
}

/** What can differ from three tips of dollars without a fee. */
export interface Changes {
  tips?: Tip[];
  fee?: bigint;
  feeReceiver?: Address;
  token?: Address;
  validBefore?: bigint;
}

/** The terms for the router here. */
export function termsHere({ router, token, deployed }: Start, tips: Tip[], changes: Changes = {}): Terms {
  const { fee = 0n, feeReceiver = zeroAddress, validBefore = farFuture } = changes;
  const common = { chainId: BigInt(deployed.chainId), router: router.address, token: changes.token ?? token.address };
  return termsOf(tips, { ...common, fee, feeReceiver, validBefore, salt });
}

/** How tips by one signature are paid: through the token's own authorizations, or through Permit2. */
export type Way = "tipWithAuthorization" | "tipWithPermit2";

/** What a submitter can say that is not what was signed. */
export type Said = Partial<Terms> & { tips?: Tip[]; payer?: Address; nonce?: bigint };

/** The payer has signed; whoever submits it is the attacker, who can do no harm. */
export async function signedTips(way: Way, changes: Changes = {}) {
  const start = await fixture();
  const { router, payer, attacker, domain, token, deployed } = start;
  await token.write.approve([deployed.permit2, 1_000_000n * dollar], { account: payer.account });
  const tips = changes.tips ?? threeTips(start);
  const terms = termsHere(start, tips, changes);
  const signed =
    way === "tipWithAuthorization"
      ? await signForRouter(payer, addressOf(payer), domain, terms)
      : await signForPermit2(payer, terms, permit2Nonce);

  /** Submits it, as it was signed or with something else said. */
  const submit = (said: Said = {}, bytes = signed.bytes, gas?: bigint): Promise<Hash> => {
    const { token, fee, feeReceiver, validBefore, salt } = { ...terms, ...said };
    const from = said.payer ?? addressOf(payer);
    const list = said.tips ?? tips;
    const sender = { account: attacker.account, gas };
    return way === "tipWithAuthorization"
      ? router.write.tipWithAuthorization([token, list, fee, feeReceiver, from, validBefore, salt, bytes], sender)
      : router.write.tipWithPermit2(
          [token, list, fee, feeReceiver, from, said.nonce ?? permit2Nonce, validBefore, salt, bytes],
          sender,
        );
  };
  return { ...start, tips, terms, signed, submit };
}

/** Every log of the router and the token in a transaction, by name and what matters of it, in order. */
export async function storyOf(hash: Hash): Promise<unknown[][]> {
  const publicClient = await viem.getPublicClient();
  const { logs } = await publicClient.getTransactionReceipt({ hash });
  const { abi: router } = await artifacts.readArtifact("TipRouter");
  const { abi: token } = await artifacts.readArtifact("DevUsd");
  return parseEventLogs({ abi: [...router, ...token], logs }).map((log) => {
    switch (log.eventName) {
      case "TipSent":
        return ["TipSent", log.args.paymentReference, log.args.payer, log.args.payee, log.args.amount, log.args.fee];
      case "TipFailed":
        return ["TipFailed", log.args.paymentReference, log.args.payer, log.args.payee, log.args.amount];
      case "Transfer":
        return ["Transfer", log.args.from, log.args.to, log.args.value];
      case "FeeFailed":
        return ["FeeFailed", log.args.payer, log.args.feeReceiver, log.args.fee];
      case "AuthorizationUsed":
        return ["AuthorizationUsed", log.args.authorizer, log.args.nonce];
      case "AuthorizationFailed":
        return ["AuthorizationFailed", log.args.payer, log.args.nonce];
      default:
        return [log.eventName];
    }
  });
}

/** A token that misbehaves, of which these accounts have a hundred each and allow the router and Permit2 all. */
export async function oddToken(name: string, start: Start, holders: { account: { address: Address } }[]) {
  // All of them have what ReentrantToken has, but for the two functions that only its own tests use.
  const token = await viem.deployContract(name as "ReentrantToken");
  for (const holder of holders) {
    await token.write.mint([holder.account.address, 100n]);
    for (const spender of [start.router.address, start.deployed.permit2]) {
      await token.write.approve([spender, 1_000_000n], { account: holder.account.address });
    }
  }
  return token;
}
