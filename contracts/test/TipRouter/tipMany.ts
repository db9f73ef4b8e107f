import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { getAddress, zeroAddress, zeroHash } from "viem";

import { addressOf, balancesChange, dollar, fixture, viem, word } from "../../lib/fixture.ts";
import { manyTips, storyOf, sumOfThree, threeTips } from "../../lib/routerFixture.ts";

async function approved(allowance = 100n * dollar) {
  const start = await fixture();
  await start.token.write.approve([start.router.address, allowance], { account: start.payer.account });
  const { router, token, payer } = start;
  const tips = threeTips(start);
  const tip = (list = tips, of = token.address) => router.write.tipMany([of, list], { account: payer.account });
  return { ...start, tips, tip };
}

describe("TipRouter.tipMany", () => {
  it("pays each payee exactly, straight from the payer", async () => {
    const { token, router, payer, payee, other, newcomer, tip } = await approved();
    await balancesChange(
      token,
      [
        [addressOf(payer), -sumOfThree],
        [addressOf(payee), 3n * dollar],
        [addressOf(other), 2n * dollar],
        [addressOf(newcomer), 1n],
        [router.address, 0n],
      ],
      () => tip(),
    );
    assert.equal(await token.read.allowance([addressOf(payer), router.address]), 100n * dollar - sumOfThree);
  });

  it("leaves each TipSent directly behind its Transfer", async () => {
    const { payer, tips, tip } = await approved();
    const from = addressOf(payer);
    assert.deepEqual(
      await storyOf(await tip()),
      tips.flatMap(({ payee, amount, paymentReference }) => [
        ["Transfer", from, payee, amount],
        ["TipSent", paymentReference, from, payee, amount, 0n],
      ]),
    );
  });

  it("names the token in TipSent and in TipFailed", async () => {
    const { token, router, payer, payee, other, tips, tip } = await approved();
    await token.write.blacklist([addressOf(other)]);
    const hash = await tip();
    const usd = getAddress(token.address);
    const sent = [word("post 0"), addressOf(payer), addressOf(payee), usd, 3n * dollar, 0n] as const;
    await viem.assertions.emitWithArgs(Promise.resolve(hash), router, "TipSent", [...sent]);
    const failed = [word("post 1"), addressOf(payer), addressOf(other), usd, tips[1]?.amount] as const;
    await viem.assertions.emitWithArgs(Promise.resolve(hash), router, "TipFailed", [...failed] as never);
  });

  for (const which of [0, 1, 2]) {
    it(`passes over payee ${which} of three when he can't be paid, and his money stays with the payer`, async () => {
      const { token, router, payer, tips, tip } = await approved();
      const refused = tips[which];
      assert(refused);
      await token.write.blacklist([refused.payee]);
      await balancesChange(
        token,
        [
          [addressOf(payer), -(sumOfThree - refused.amount)],
          ...tips.map((each, i) => [each.payee, i === which ? 0n : each.amount] as const),
          [router.address, 0n],
        ],
        async () => {
          const story = await storyOf(await tip());
          assert.deepEqual(
            story.filter(([name]) => name === "TipFailed"),
            [["TipFailed", refused.paymentReference, addressOf(payer), refused.payee, refused.amount]],
          );
          assert.equal(story.filter(([name]) => name === "TipSent").length, 2);
        },
      );
    });
  }

  it("pays one payee twice for two posts", async () => {
    const { token, payee, tips, tip } = await approved();
    const twice = tips.slice(0, 2).map((each) => ({ ...each, payee: addressOf(payee) }));
    await balancesChange(token, [[addressOf(payee), 5n * dollar]], () => tip(twice));
  });

  it("pays those for whom the allowance is enough, and says who went without", async () => {
    const { token, payee, other, newcomer, tip } = await approved(3n * dollar + 1n);
    await balancesChange(
      token,
      [
        [addressOf(payee), 3n * dollar],
        [addressOf(other), 0n],
        [addressOf(newcomer), 1n],
      ],
      async () => {
        const names = (await storyOf(await tip())).map(([name]) => name);
        assert.deepEqual(names, ["Transfer", "TipSent", "TipFailed", "Transfer", "TipSent"]);
      },
    );
  });

  it("pays one payee, and two hundred", async () => {
    const { token, payer, tip } = await approved();
    for (const count of [1, 200]) {
      await balancesChange(token, [[addressOf(payer), -BigInt(count)]], () => tip(manyTips(count)));
    }
  });

  it("spends nobody's money but the caller's", async () => {
    const { token, router, payer, attacker, tips } = await approved();
    await viem.assertions.revertWithCustomErrorWithArgs(
      router.write.tipMany([token.address, tips], { account: attacker.account }),
      router,
      "NothingPaid",
      [3n],
    );
    assert.equal(await token.read.allowance([addressOf(payer), router.address]), 100n * dollar);
  });

  describe("refuses", () => {
    it("reverts when there are no tips, 201, or 10,000", async () => {
      const { router, token, payer, tip } = await approved();
      const nothing = { payee: zeroAddress, amount: 0n, paymentReference: zeroHash };
      for (const tips of [[], manyTips(201)]) {
        const args = [BigInt(tips.length), 200n] as const;
        await viem.assertions.revertWithCustomErrorWithArgs(tip(tips), router, "TipCountOutOfRange", [...args]);
      }
      await viem.assertions.revertWithCustomErrorWithArgs(
        router.simulate.tipMany([token.address, Array.from({ length: 10_000 }, () => nothing)], {
          account: payer.account.address,
          gas: 16_000_000n,
        }),
        router,
        "TipCountOutOfRange",
        [10_000n, 200n],
      );
    });

    for (const at of [0, 1, 2]) {
      it(`reverts when tip ${at} of three goes where money is lost, or is of nothing`, async () => {
        const { token, router, payer, tips, tip } = await approved();
        const changed = (change: object) => tips.map((each, i) => (i === at ? { ...each, ...change } : each));
        const [usd, here] = [getAddress(token.address), getAddress(router.address)];
        const cases = [
          [{ payee: zeroAddress }, "PayeeIsZero", [zeroAddress]],
          [{ payee: here }, "PayeeIsRouter", [here]],
          [{ payee: usd }, "PayeeIsToken", [usd, usd]],
          [{ amount: 0n }, "AmountIsZero", [0n]],
        ] as const;
        for (const [change, error, args] of cases) {
          await balancesChange(token, [[addressOf(payer), 0n]], () =>
            viem.assertions.revertWithCustomErrorWithArgs(tip(changed(change)), router, error, args as never),
          );
        }
      });
    }

    it("reverts when the amounts sum up to more than 128 bits hold", async () => {
      const { router, tips, tip } = await approved();
      const [most, word] = [2n ** 128n - 1n, 2n ** 256n - 1n];
      const cases: [bigint[], bigint][] = [
        [[most + 1n], most + 1n],
        [[most, 1n], most + 1n],
        [[1n, word], word],
        [[word, 1n, 1n], word],
      ];
      for (const [amounts, sum] of cases) {
        const list = amounts.map((amount, i) => ({ ...tips[i], amount }));
        await viem.assertions.revertWithCustomErrorWithArgs(tip(list as typeof tips), router, "SumTooLarge", [
          sum,
          most,
        ]);
      }
    });

    it("reverts when nobody can be paid: no allowance, no money, a paused token, all on the denylist", async () => {
      const nothing = async (prepare: (start: Awaited<ReturnType<typeof approved>>) => Promise<unknown>) => {
        const start = await approved();
        await prepare(start);
        await viem.assertions.revertWithCustomErrorWithArgs(start.tip(), start.router, "NothingPaid", [3n]);
      };
      await nothing(({ token, router, payer }) => token.write.approve([router.address, 0n], { account: payer.account }));
      await nothing(async ({ token, payer, attacker }) => {
        const all = await token.read.balanceOf([addressOf(payer)]);
        await token.write.transfer([addressOf(attacker), all], { account: payer.account });
      });
      await nothing(({ token }) => token.write.pause());
      await nothing(({ token, router }) => token.write.blacklist([router.address]));
      await nothing(async ({ token, tips }) => {
        for (const { payee } of tips) await token.write.blacklist([payee]);
      });
    });

    it("reverts when there is no code at the token's address", async () => {
      const { router, newcomer, tips, tip } = await approved();
      const list = tips.slice(0, 2);
      await viem.assertions.revertWithCustomErrorWithArgs(
        tip(list, addressOf(newcomer)),
        router,
        "TokenHasNoCode",
        [addressOf(newcomer)],
      );
    });

    it("reverts when it is sent native coin", async () => {
      const { token, router, payer, tips } = await approved();
      const options = { account: payer.account, value: 1n } as never;
      await assert.rejects(router.write.tipMany([token.address, tips], options));
    });
  });
});
