import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { type Address, type Hash, getAddress, zeroAddress } from "viem";

import { addressOf, dollar, farFuture, fixture, networkHelpers, viem, word } from "../../lib/fixture.ts";
import { type Start, feeReceiver, oddToken, permit2Nonce, salt, storyOf, termsHere } from "../../lib/routerFixture.ts";
import { type Tip, signForPermit2 } from "../../lib/terms.ts";

const failures = new Set(["TipFailed", "FeeFailed", "AuthorizationFailed"]);

/** Three tips of a token that uses most of what a payment may use. */
async function hungry() {
  const start = await fixture();
  const { payer, payee, other, newcomer } = start;
  const token = await oddToken("OddToken", start, [payer]);
  const { write } = await viem.getContractAt("OddToken", token.address);
  await write.become([9, zeroAddress]);
  const tips: Tip[] = [payee, other, newcomer].map((to, i) => ({
    payee: addressOf(to),
    amount: 20n,
    paymentReference: word(`post ${i}`),
  }));
  return { start, token: token.address, tips };
}

/** Sends the same with more and more gas, and counts how it ends. A call that goes through has to pay all. */
async function climb(send: (gas: bigint) => Promise<Hash>, least: bigint, most: bigint, step: bigint) {
  const outcome = { reverted: 0, paid: 0 };
  const before = await networkHelpers.takeSnapshot();
  for (let gas = least; gas <= most; gas += step) {
    let hash: Hash | undefined;
    try {
      hash = await send(gas);
    } catch {
      outcome.reverted++;
    }
    if (hash !== undefined) {
      const names = (await storyOf(hash)).map(([name]) => name as string);
      assert.deepEqual(
        names.filter((name) => failures.has(name)),
        [],
        `with ${gas} gas somebody was not paid who could be`,
      );
      outcome.paid++;
      await before.restore();
    }
  }
  return outcome;
}

/** Fails unless there was too little gas at first, and enough at last. */
function demandBoth({ reverted, paid }: { reverted: number; paid: number }): void {
  assert(reverted > 50, `only ${reverted} were too little`);
  assert(paid > 5, `only ${paid} were enough`);
}

describe("TipRouter with little gas", () => {
  it("pays all of tipMany or reverts, whatever gas is sent", async () => {
    const { start, token, tips } = await hungry();
    const { router, payer } = start;
    demandBoth(
      await climb(
        (gas) => router.write.tipMany([token, tips], { account: payer.account, gas }),
        100_000n,
        900_000n,
        3_001n,
      ),
    );
  });

  it("pays all of tipWithPermit2, and the fee, or reverts, whatever gas is sent", async () => {
    const { start, token, tips } = await hungry();
    const { router, payer, attacker } = start;
    const terms = termsHere(start, tips, { token, fee: 6n, feeReceiver });
    const { bytes } = await signForPermit2(payer, terms, permit2Nonce);
    const from = addressOf(payer);
    const send = (gas: bigint) =>
      router.write.tipWithPermit2([token, tips, 6n, feeReceiver, from, permit2Nonce, farFuture, salt, bytes], {
        account: attacker.account,
        gas,
      });
    demandBoth(await climb(send, 300_000n, 1_200_000n, 4_001n));
  });

  it("pays all of tipWithAuthorizations of wallets that think for long, or reverts, whatever gas is sent", async () => {
    const start = await fixture();
    const { token, router, attacker, payer } = start;
    const items: ReturnType<typeof itemOf>[] = [];
    for (let i = 0; i < 2; i++) {
      const wallet = await viem.deployContract("SlowWallet");
      await token.write.transfer([wallet.address, dollar], { account: payer.account });
      items.push(itemOf(start, wallet.address, i));
    }
    const send = (gas: bigint) =>
      router.write.tipWithAuthorizations([token.address, items], { account: attacker.account, gas });
    demandBoth(await climb(send, 300_000n, 1_200_000n, 4_001n));
  });

  it("says how much gas there has to be", async () => {
    const { start, token, tips } = await hungry();
    const { router, payer } = start;
    await viem.assertions.revertWithCustomError(
      router.write.tipMany([token, tips], { account: payer.account, gas: 200_000n }),
      router,
      "GasTooLow",
    );
  });
});

function itemOf({ payee }: Start, payer: Address, position: number) {
  const tip = { payee: addressOf(payee), amount: 1n, paymentReference: word(`post ${position}`) };
  return { payer: getAddress(payer), ...tip, validBefore: farFuture, salt, signature: "0x00" } as const;
}
