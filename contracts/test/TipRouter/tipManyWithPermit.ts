import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { zeroHash } from "viem";

import { addressOf, balancesChange, dollar, farFuture, fixture, never, viem } from "../../lib/fixture.ts";
import { oddToken, storyOf, sumOfThree, threeTips } from "../../lib/routerFixture.ts";
import { type Permit, sign } from "../../lib/signing.ts";

/** The payer has signed a permit over the sum of three tips. */
async function permitted(changes: Partial<Permit> = {}) {
  const start = await fixture();
  const { token, router, payer, domain } = start;
  const tips = threeTips(start);
  const permit: Permit = {
    owner: addressOf(payer),
    spender: router.address,
    value: sumOfThree,
    nonce: 0n,
    deadline: farFuture,
    ...changes,
  };
  const { v, r, s } = await sign(payer, domain, "Permit", permit);
  const tip = (sender = payer, of = token.address) =>
    router.write.tipManyWithPermit([of, tips, permit.deadline, v, r, s], { account: sender.account });
  const submit = () => token.write.permit([permit.owner, permit.spender, permit.value, permit.deadline, v, r, s]);
  return { ...start, tips, permit, tip, submit };
}

describe("TipRouter.tipManyWithPermit", () => {
  it("pays each payee without an approval before, and leaves no allowance behind", async () => {
    const { token, router, payer, tips, tip } = await permitted();
    await balancesChange(
      token,
      [
        [addressOf(payer), -sumOfThree],
        ...tips.map(({ payee, amount }) => [payee, amount] as const),
        [router.address, 0n],
      ],
      () => tip(),
    );
    assert.equal(await token.read.allowance([addressOf(payer), router.address]), 0n);
  });

  it("passes over who can't be paid, as tipMany does", async () => {
    const { token, payer, tips, tip } = await permitted();
    assert(tips[1]);
    await token.write.blacklist([tips[1].payee]);
    const names = (await storyOf(await tip())).map(([name]) => name);
    assert.deepEqual(names, ["Approval", "Transfer", "TipSent", "TipFailed", "Transfer", "TipSent"]);
    assert.equal(await token.read.balanceOf([addressOf(payer)]), 1_000_000n * dollar - (sumOfThree - 2n * dollar));
  });

  it("pays once when somebody else submits the permit first", async () => {
    const { token, payer, tip, submit } = await permitted();
    await submit();
    await balancesChange(token, [[addressOf(payer), -sumOfThree]], () => tip());
  });

  it("pays from an allowance that is there when the permit has expired", async () => {
    const { token, router, payer, tip } = await permitted({ deadline: 1n });
    await viem.assertions.revertWithCustomErrorWithArgs(tip(), router, "NothingPaid", [3n]);
    await token.write.approve([router.address, never], { account: payer.account });
    await balancesChange(token, [[addressOf(payer), -sumOfThree]], () => tip());
  });

  it("reverts when somebody else sends the payer's permit as his own", async () => {
    const { router, attacker, tip } = await permitted();
    await viem.assertions.revertWithCustomErrorWithArgs(tip(attacker), router, "NothingPaid", [3n]);
  });

  it("reverts when the same permit is used twice", async () => {
    const { router, tip } = await permitted();
    await tip();
    await viem.assertions.revertWithCustomErrorWithArgs(tip(), router, "NothingPaid", [3n]);
  });

  it("pays from an allowance of a token that has no permit, or one that does nothing", async () => {
    for (const name of ["PlainToken", "FakePermitToken"]) {
      const start = await fixture();
      const { router, payer, payee } = start;
      const token = await oddToken(name, start, [payer]);
      const tips = [{ payee: addressOf(payee), amount: 60n, paymentReference: zeroHash }];
      await balancesChange(token, [[addressOf(payee), 60n]], () =>
        router.write.tipManyWithPermit([token.address, tips, farFuture, 27, zeroHash, zeroHash], {
          account: payer.account,
        }),
      );
    }
  });

  it("reverts when there are no tips, and when there is no code at the token's address", async () => {
    const { token, router, payer, newcomer, tip } = await permitted();
    await viem.assertions.revertWithCustomErrorWithArgs(
      router.write.tipManyWithPermit([token.address, [], farFuture, 27, zeroHash, zeroHash], {
        account: payer.account,
      }),
      router,
      "TipCountOutOfRange",
      [0n, 200n],
    );
    const nowhere = addressOf(newcomer);
    await viem.assertions.revertWithCustomErrorWithArgs(tip(payer, nowhere), router, "TokenHasNoCode", [nowhere]);
  });
});
