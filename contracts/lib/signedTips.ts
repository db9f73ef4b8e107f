// What holds for both ways to pay tips by one signature, so that it is said once and tested for each.

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { type Address, getAddress, zeroAddress } from "viem";

import { addressOf, balancesChange, dollar, networkHelpers, viem, word } from "./fixture.ts";
import { type Way, feeReceiver, manyTips, signedTips, storyOf, sumOfThree } from "./routerFixture.ts";
import { compact, withHighS } from "./signing.ts";

type Signed = Awaited<ReturnType<typeof signedTips>>;

/** What a signature is refused with that is not one for these terms: the error of whoever checks it. */
export type Refuses = (call: Promise<unknown>, signed: Signed) => Promise<void>;

/** The tests that both ways pass. */
export function describeSignedTips(way: Way, refuses: Refuses): void {
  const fee = dollar / 2n;

  describe(`TipRouter.${way}`, () => {
    it("pays each payee exactly and the fee beside it, whoever submits it", async () => {
      const { token, router, payer, attacker, tips, submit } = await signedTips(way, { fee, feeReceiver });
      await balancesChange(
        token,
        [
          [addressOf(payer), -(sumOfThree + fee)],
          ...tips.map((tip) => [tip.payee, tip.amount] as const),
          [feeReceiver, fee],
          [router.address, 0n],
          [addressOf(attacker), 0n],
        ],
        () => submit(),
      );
    });

    it("pays one payee, and two hundred, without a fee", async () => {
      for (const count of [1, 200]) {
        const { token, payer, submit } = await signedTips(way, { tips: manyTips(count) });
        await balancesChange(token, [[addressOf(payer), -BigInt(count)]], () => submit());
      }
    });

    it("leaves each TipSent directly behind its Transfer, and the fee's Transfer behind the last", async () => {
      const { router, payer, attacker, tips, submit } = await signedTips(way, {
        fee: 7n,
        feeReceiver,
      });
      const [from, through] = [addressOf(payer), getAddress(router.address)];
      assert.notEqual(from, addressOf(attacker));
      const story = (await storyOf(await submit())).filter(([name]) => name !== "AuthorizationUsed");
      // Of 7, three fifths less a little are 4, five fifths less a little are 6, and all are 7.
      const fees = [4n, 2n, 1n];
      assert.deepEqual(story, [
        ["Transfer", from, through, sumOfThree + 7n],
        ...tips.flatMap(({ payee, amount, paymentReference }, i) => [
          ["Transfer", through, payee, amount],
          ["TipSent", paymentReference, from, payee, amount, fees[i]],
        ]),
        ["Transfer", through, feeReceiver, 7n],
      ]);
    });

    for (const which of [0, 1, 2]) {
      it(`passes over payee ${which} of three, and returns his money and his part of the fee`, async () => {
          const { token, router, payer, tips, submit } = await signedTips(way, { fee, feeReceiver });
        const refused = tips[which];
        assert(refused);
        await token.write.blacklist([refused.payee]);
        const paid = sumOfThree - refused.amount;
        const taken = (fee * paid) / sumOfThree;
        await balancesChange(
          token,
          [
            [addressOf(payer), -(paid + taken)],
            ...tips.map((tip, i) => [tip.payee, i === which ? 0n : tip.amount] as const),
            [feeReceiver, taken],
            [router.address, 0n],
          ],
          async () => {
            const story = await storyOf(await submit());
            const failed = ["TipFailed", refused.paymentReference, addressOf(payer), refused.payee, refused.amount];
            assert.deepEqual(
              story.filter(([name]) => name === "TipFailed"),
              [failed],
            );
            const fees = story.filter(([name]) => name === "TipSent").map((log) => log[5] as bigint);
            assert.equal(
              fees.reduce((sum, each) => sum + each, 0n),
              taken,
            );
          },
        );
      });
    }

    it("returns the fee when the fee receiver can't be paid, and pays the tips", async () => {
      const { token, router, payer, tips, submit } = await signedTips(way, { fee, feeReceiver });
      await token.write.blacklist([feeReceiver]);
      await balancesChange(
        token,
        [
          [addressOf(payer), -sumOfThree],
          ...tips.map((tip) => [tip.payee, tip.amount] as const),
          [router.address, 0n],
        ],
        async () => {
          const story = await storyOf(await submit());
          assert.deepEqual(story.slice(-2), [
            ["FeeFailed", addressOf(payer), feeReceiver, fee],
            ["Transfer", getAddress(router.address), addressOf(payer), fee],
          ]);
        },
      );
    });

    it("takes a fee of a tenth, and reverts when it is more", async () => {
      const { payee } = await signedTips(way);
      const tips = [{ payee: addressOf(payee), amount: 1_009n, paymentReference: word("a post") }];
      const atMost = await signedTips(way, { tips, fee: 100n, feeReceiver });
      await balancesChange(atMost.token, [[feeReceiver, 100n]], () => atMost.submit());
      const above = await signedTips(way, { tips, fee: 101n, feeReceiver });
      await viem.assertions.revertWithCustomErrorWithArgs(above.submit(), above.router, "FeeTooHigh", [101n, 100n]);
    });

    it("reverts when there is a fee for nobody, for the router or the token, or a receiver of no fee", async () => {
      const { token, router, payee } = await signedTips(way);
      const wrong: [bigint, Address][] = [
        [1n, zeroAddress],
        [1n, getAddress(router.address)],
        [1n, getAddress(token.address)],
        [0n, addressOf(payee)],
      ];
      for (const [fee, feeReceiver] of wrong) {
        const { router, submit } = await signedTips(way, { fee, feeReceiver });
        const args = [fee, feeReceiver] as const;
        await viem.assertions.revertWithCustomErrorWithArgs(submit(), router, "FeeReceiverIsWrong", [...args]);
      }
    });

    it("reverts when anything of what is paid is not what was signed", async () => {
      const signed = await signedTips(way, { fee, feeReceiver });
      const { attacker, tips, terms, submit, deployed } = signed;
      const [first, second, third] = tips;
      assert(first && second && third);
      const changes: Parameters<typeof submit>[0][] = [
        { tips: [{ ...first, payee: addressOf(attacker) }, second, third] },
        { tips: [{ ...first, amount: first.amount + 1n }, second, { ...third, amount: third.amount + 1n }] },
        { tips: [{ ...first, amount: second.amount }, { ...second, amount: first.amount }, third] },
        { tips: [first, { ...second, paymentReference: word("another") }, third] },
        { tips: [second, first, third] },
        { tips: [first, second] },
        { tips: [first, second, third, third] },
        { fee: fee - 1n },
        { fee: 0n, feeReceiver: zeroAddress },
        { feeReceiver: addressOf(attacker) },
        { validBefore: terms.validBefore + 1n },
        { salt: word("another salt") },
        { payer: addressOf(attacker) },
        { token: deployed.otherToken },
      ];
      for (const change of changes) await refuses(submit(change), signed);
      await balancesChange(signed.token, [[first.payee, first.amount]], () => submit());
    });

    it("reverts when the signature is somebody else's, cut off, too long or none", async () => {
      const signed = await signedTips(way);
      const { bytes } = signed.signed;
      const other = (await signedTips(way, { fee: 1n, feeReceiver })).signed;
      const again = await signedTips(way);
      // Less one byte it may be a good one of 64 to Permit2 (ERC-2098), so two are cut off.
      for (const wrong of [other.bytes, bytes.slice(0, -4), bytes.slice(0, 66), `${bytes}00`, "0x"]) {
        await refuses(again.submit({}, wrong as typeof bytes), again);
      }
    });

    it("pays once: the same signature does not count again, nor its twin with a high s or of 64 bytes", async () => {
      const signed = await signedTips(way);
      await signed.submit();
      for (const twin of [signed.signed.bytes, withHighS(signed.signed).bytes, compact(signed.signed)]) {
        await refuses(signed.submit({}, twin), signed);
      }
    });

    it("moves the money in the last second before validBefore, and reverts from validBefore on", async () => {
      const validBefore = BigInt(await networkHelpers.time.latest()) + 100_000n;
      const signed = await signedTips(way, { validBefore });
      await networkHelpers.time.setNextBlockTimestamp(validBefore);
      await refuses(signed.submit(), signed);
      await networkHelpers.time.setNextBlockTimestamp(validBefore - 1n);
      await balancesChange(signed.token, [[addressOf(signed.payer), -sumOfThree]], () => signed.submit());
    });

    it("reverts, and the signature stays unused, when nobody can be paid", async () => {
      const { token, router, payer, tips, submit } = await signedTips(way);
      for (const { payee } of tips) await token.write.blacklist([payee]);
      await balancesChange(token, [[addressOf(payer), 0n]], () =>
        viem.assertions.revertWithCustomErrorWithArgs(submit(), router, "NothingPaid", [3n]),
      );
      const [first] = tips;
      assert(first);
      await token.write.unBlacklist([first.payee]);
      await balancesChange(token, [[addressOf(payer), -first.amount]], () => submit());
    });

    it("reverts when the token is paused, or denylists the payer or the router", async () => {
      for (const prepare of [
        ({ token }: Signed) => token.write.pause(),
        ({ token, payer }: Signed) => token.write.blacklist([addressOf(payer)]),
        ({ token, router }: Signed) => token.write.blacklist([router.address]),
      ]) {
        const signed = await signedTips(way);
        await prepare(signed);
        await balancesChange(signed.token, [[addressOf(signed.payer), 0n]], () => assert.rejects(signed.submit()));
      }
    });

    it("reverts when the payer has less than he signed", async () => {
      const signed = await signedTips(way);
      const { token, payer, other } = signed;
      const all = await token.read.balanceOf([addressOf(payer)]);
      await token.write.transfer([addressOf(other), all - sumOfThree + 1n], { account: payer.account });
      await viem.assertions.revertWith(signed.submit(), "ERC20: transfer amount exceeds balance");
    });

    it("keeps what was sent to the router by mistake, also when somebody can't be paid", async () => {
      const { token, router, other, tips, submit } = await signedTips(way);
      await token.write.transfer([router.address, 7n * dollar], { account: other.account });
      assert(tips[0]);
      await token.write.blacklist([tips[0].payee]);
      await balancesChange(token, [[router.address, 0n]], () => submit());
    });

    it("reverts when there are no tips or 201, where money would be lost, or of too much", async () => {
      const { token, router, payee } = await signedTips(way);
      const one = { payee: addressOf(payee), amount: 1n, paymentReference: word("a post") };
      const [usd, here] = [getAddress(token.address), getAddress(router.address)];
      const most = 2n ** 128n - 1n;
      const cases = [
        [[], "TipCountOutOfRange", [0n, 200n]],
        [manyTips(201), "TipCountOutOfRange", [201n, 200n]],
        [[one, { ...one, payee: zeroAddress }], "PayeeIsZero", [zeroAddress]],
        [[one, { ...one, payee: here }], "PayeeIsRouter", [here]],
        [[one, { ...one, payee: usd }], "PayeeIsToken", [usd, usd]],
        [[one, { ...one, amount: 0n }], "AmountIsZero", [0n]],
        [[one, { ...one, amount: most }], "SumTooLarge", [most + 1n, most]],
      ] as const;
      for (const [tips, error, args] of cases) {
        const { router, submit } = await signedTips(way, { tips: [...tips] });
        await viem.assertions.revertWithCustomErrorWithArgs(submit(), router, error, args as never);
      }
    });

    it("reverts when the contract at the token's address does not say what the router holds", async () => {
      const { router, deployed, submit } = await signedTips(way);
      await viem.assertions.revertWithCustomErrorWithArgs(
        submit({ token: deployed.twoTips }),
        router,
        "TokenHasNoBalance",
        [deployed.twoTips],
      );
    });

    it("reverts when there is no code at the token's address", async () => {
      const { router, newcomer, submit } = await signedTips(way);
      await viem.assertions.revertWithCustomErrorWithArgs(
        submit({ token: addressOf(newcomer) }),
        router,
        "TokenHasNoCode",
        [addressOf(newcomer)],
      );
    });
  });
}
