import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { type Hash, encodeFunctionData, getAddress, zeroAddress } from "viem";

import { addressOf, balancesChange, farFuture, fixture, viem, word } from "../../lib/fixture.ts";
import { type Start, oddToken, permit2Nonce, salt, storyOf, termsHere } from "../../lib/routerFixture.ts";
import { type Tip, signForPermit2 } from "../../lib/terms.ts";

const oddities = {
  MovesAndSaysNo: 1,
  AnswersTwo: 2,
  AnswersShort: 3,
  AnswersAtLength: 4,
  FailsAtLength: 5,
  NinetySixBits: 6,
  SenderPaysMore: 7,
  TakesAnyCall: 8,
  EatsGas: 9,
  KeepsQuiet: 10,
  Grows: 11,
};
type Way = "tipMany" | "tipWithPermit2";

/** Three tips of 20 in a token that becomes odd when the payer has signed; five of it are in the router by mistake. */
async function setUp(name: keyof typeof oddities | string) {
  const start = await fixture();
  const { router, payer, payee, other, newcomer, attacker } = start;
  const odd = name in oddities;
  const token = await oddToken(odd ? "OddToken" : name, start, [payer]);
  await token.write.mint([router.address, 5n]);
  if (odd) {
    const { write } = await viem.getContractAt("OddToken", token.address);
    await write.become([oddities[name as keyof typeof oddities], router.address]);
  }
  const tips: Tip[] = [payee, other, newcomer].map((to, i) => ({
    payee: addressOf(to),
    amount: 20n,
    paymentReference: word(`post ${i}`),
  }));
  const pay = (way: Way, list = tips): Promise<Hash> =>
    way === "tipMany"
      ? router.write.tipMany([token.address, list], { account: payer.account })
      : tipByPermit2(start, token.address, list);
  return { ...start, weird: token, tips, pay, attacker };
}

async function tipByPermit2(start: Start, token: `0x${string}`, tips: Tip[]): Promise<Hash> {
  const { router, payer, attacker } = start;
  const terms = termsHere(start, tips, { token });
  const { bytes } = await signForPermit2(payer, terms, permit2Nonce);
  const from = addressOf(payer);
  return router.write.tipWithPermit2([token, tips, 0n, zeroAddress, from, permit2Nonce, farFuture, salt, bytes], {
    account: attacker.account,
  });
}

describe("TipRouter and odd tokens", () => {
  for (const way of ["tipMany", "tipWithPermit2"] as const) {
    describe(way, () => {
      for (const name of ["SilentToken", "NinetySixBits", "EatsGas", "TakesAnyCall", "PlainToken", "AnswersAtLength"]) {
        it(`pays ${name} exactly and keeps what was there by mistake`, async () => {
          const { weird, router, payer, tips, pay } = await setUp(name);
          await balancesChange(
            weird,
            [[addressOf(payer), -60n], ...tips.map(({ payee }) => [payee, 20n] as const), [router.address, 0n]],
            () => pay(way),
          );
        });
      }

      for (const name of ["FalseToken", "FailsAtLength", "GasBurningToken"]) {
        it(`pays nothing of ${name} and moves nothing`, async () => {
          const { weird, router, payer, pay } = await setUp(name);
          await balancesChange(
            weird,
            [
              [addressOf(payer), 0n],
              [router.address, 0n],
            ],
            () => assert.rejects(pay(way)),
          );
        });
      }
    });
  }

  for (const name of ["MovesAndSaysNo", "AnswersTwo", "AnswersShort"]) {
    it(`pays nothing of ${name}, which does not say yes`, async () => {
      const { router, pay } = await setUp(name);
      await viem.assertions.revertWithCustomErrorWithArgs(pay("tipMany"), router, "NothingPaid", [3n]);
    });
  }

  it("reverts a basket by signature when the sender of each transfer pays more than was said", async () => {
    const { weird, router, payer, tips, pay } = await setUp("SenderPaysMore");
    await weird.write.mint([addressOf(payer), 1_000n]);
    await weird.write.mint([router.address, 1_000n]);
    const dear = tips.map((tip) => ({ ...tip, amount: 200n }));
    await balancesChange(weird, [[router.address, 0n]], () =>
      viem.assertions.revertWithCustomErrorWithArgs(pay("tipWithPermit2", dear), router, "BalanceWouldChange", [
        getAddress(weird.address),
        1_005n,
        999n,
      ]),
    );
  });

  it("reverts rather than spend what is there by mistake when less arrives than was signed", async () => {
    const { weird, router, payer, tips, pay } = await setUp("FeeToken");
    await weird.write.mint([addressOf(payer), 1_000n]);
    await weird.write.mint([router.address, 1_000n]);
    const dear = tips.map((tip) => ({ ...tip, amount: 200n }));
    await balancesChange(weird, [[router.address, 0n]], () =>
      viem.assertions.revertWithCustomErrorWithArgs(pay("tipWithPermit2", dear), router, "BalanceWouldChange", [
        getAddress(weird.address),
        1_005n,
        999n,
      ]),
    );
  });

  it("pays those for whom it is enough when less arrives than was signed, and returns the rest", async () => {
    const start = await fixture();
    const { router, payer, payee, other } = start;
    const fee = await oddToken("FeeToken", start, [payer]);
    await fee.write.mint([addressOf(payer), 900n]);
    const tips = [payee, other].map((to, i) => ({
      payee: addressOf(to),
      amount: 500n,
      paymentReference: word(`post ${i}`),
    }));
    // Of 1,000 there arrive 990; 500 go out and 495 arrive; 490 are not enough for the other and go back, less 4.
    await balancesChange(
      fee,
      [
        [addressOf(payer), -514n],
        [addressOf(payee), 495n],
        [addressOf(other), 0n],
        [router.address, 0n],
      ],
      async () => {
        const names = (await storyOf(await tipByPermit2(start, fee.address, tips))).map(([name]) => name);
        assert.deepEqual(
          names.filter((name) => name !== "Transfer"),
          ["TipSent", "TipFailed"],
        );
      },
    );
  });

  it("returns to the payer what a token says it sent and did not", async () => {
    const { weird, router, payer, pay } = await setUp("KeepsQuiet");
    // The token keeps quiet to the return as well, so all reverts.
    await balancesChange(
      weird,
      [
        [addressOf(payer), 0n],
        [router.address, 0n],
      ],
      () => viem.assertions.revertWithCustomError(pay("tipWithPermit2"), router, "BalanceWouldChange"),
    );
  });

  it("gives the payer what a token makes out of nothing, or reverts; it keeps none", async () => {
    const { weird, router, pay } = await setUp("Grows");
    await balancesChange(weird, [[router.address, 0n]], () => assert.rejects(pay("tipWithPermit2")));
  });

  it("moves nothing when a token takes any call, and is asked for an authorization that it does not know", async () => {
    const { weird, router, payer, attacker, tips } = await setUp("TakesAnyCall");
    const args = [weird.address, tips, 0n, zeroAddress, addressOf(payer), farFuture, salt, "0x"] as const;
    await weird.write.mint([router.address, 1_000n]);
    await balancesChange(weird, [[router.address, 0n]], () =>
      viem.assertions.revertWithCustomErrorWithArgs(
        router.write.tipWithAuthorization(args, { account: attacker.account }),
        router,
        "BalanceWouldChange",
        [getAddress(weird.address), 1_005n, 945n],
      ),
    );
  });

  it("pays once of a token that does not fail when an authorization was used before", async () => {
    const { weird, router, payer, attacker, payee, tips } = await setUp("TolerantUsd");
    await weird.write.mint([router.address, 1_000n]);
    const args = [weird.address, tips, 0n, zeroAddress, addressOf(payer), farFuture, salt, "0x"] as const;
    const submit = () => router.write.tipWithAuthorization(args, { account: attacker.account });
    await balancesChange(
      weird,
      [
        [addressOf(payee), 20n],
        [router.address, 0n],
      ],
      () => submit(),
    );
    await balancesChange(weird, [[router.address, 0n]], () =>
      viem.assertions.revertWithCustomError(submit(), router, "BalanceWouldChange"),
    );
    // Straight to the payee there is no log of the router that could be taken for a tip, and no Transfer.
    const [first] = tips;
    assert(first);
    const item = { ...first, payer: addressOf(payer), validBefore: farFuture, salt: word("another"), signature: "0x" } as const;
    const sendOne = () => router.write.tipWithAuthorizations([weird.address, [item]], { account: attacker.account });
    assert.deepEqual((await storyOf(await sendOne())).length, 1);
    assert.deepEqual(await storyOf(await sendOne()), []);
  });

  it("lets a token that calls back within a basket start a tip that ends with the balance that it found", async () => {
    const start = await setUp("ReentrantToken");
    const { weird, router, payer, payee, other, token } = start;
    // While the router holds the payer's 60, the token makes it pay a basket by another signature, of another token.
    const inner: Tip[] = [{ payee: addressOf(other), amount: 7n, paymentReference: word("inner") }];
    const terms = termsHere(start, inner);
    const { bytes } = await signForPermit2(payer, terms, permit2Nonce + 1n);
    await token.write.approve([start.deployed.permit2, 7n], { account: payer.account });
    const data = encodeFunctionData({
      abi: router.abi,
      functionName: "tipWithPermit2",
      args: [token.address, inner, 0n, zeroAddress, addressOf(payer), permit2Nonce + 1n, farFuture, salt, bytes],
    });
    await weird.write.callInNextTransfer([router.address, data]);
    await balancesChange(token, [[addressOf(other), 7n], [router.address, 0n]], () =>
      balancesChange(weird, [[addressOf(payee), 20n], [router.address, 0n]], () => start.pay("tipWithPermit2")),
    );
  });

  it("gives the payer what somebody gives the router in the middle of a basket", async () => {
    const start = await setUp("ReentrantToken");
    const { weird, router, payer, payee } = start;
    const gift = encodeFunctionData({ abi: weird.abi, functionName: "mint", args: [router.address, 3n] });
    await weird.write.callInNextTransfer([weird.address, gift]);
    await balancesChange(
      weird,
      [
        [addressOf(payer), -57n],
        [addressOf(payee), 20n],
        [router.address, 0n],
      ],
      () => start.pay("tipWithPermit2"),
    );
  });

  it("takes nothing from what the router holds when a token asks for it in the middle", async () => {
    for (const functionName of ["tip", "tipMany"] as const) {
      const start = await setUp("ReentrantToken");
      const { weird, router, attacker } = start;
      const tip = { payee: addressOf(attacker), amount: 5n, paymentReference: word("theft") };
      const data =
        functionName === "tip"
          ? encodeFunctionData({
              abi: router.abi,
              functionName,
              args: [weird.address, tip.payee, tip.amount, tip.paymentReference],
            })
          : encodeFunctionData({ abi: router.abi, functionName, args: [weird.address, [tip]] });
      await weird.write.callInNextTransfer([router.address, data]);
      await balancesChange(weird, [[addressOf(attacker), 0n], [router.address, 0n]], () =>
        start.pay("tipWithPermit2").catch(() => undefined),
      );
    }
  });
});
