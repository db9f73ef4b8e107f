import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { encodeFunctionData, getAddress, zeroAddress } from "viem";

import { addressOf, balancesChange, dollar, fixture, paymentLogsOf, viem, word } from "../../lib/fixture.ts";

const reference = word("a post");

async function approved() {
  const start = await fixture();
  await start.token.write.approve([start.router.address, 100n * dollar], { account: start.payer.account });
  return start;
}

describe("TipRouter.tip", () => {
  it("emits TipSent with what was paid", async () => {
    const { token, router, payer, payee } = await approved();
    await viem.assertions.emitWithArgs(
      router.write.tip([token.address, addressOf(payee), dollar, reference], { account: payer.account }),
      router,
      "TipSent",
      [reference, addressOf(payer), addressOf(payee), getAddress(token.address), dollar, 0n],
    );
  });

  it("moves the money from the payer to the payee and nowhere else", async () => {
    const { token, router, payer, payee } = await approved();
    await balancesChange(
      token,
      [
        [addressOf(payer), -dollar],
        [addressOf(payee), dollar],
        [router.address, 0n],
      ],
      () => router.write.tip([token.address, addressOf(payee), dollar, reference], { account: payer.account }),
    );
  });

  it("leaves the token's Transfer directly before TipSent", async () => {
    const { token, router, payer, payee } = await approved();
    const hash = await router.write.tip([token.address, addressOf(payee), dollar, reference], {
      account: payer.account,
    });
    const between = { payer: addressOf(payer), payee: addressOf(payee), token: getAddress(token.address) };
    assert.deepEqual(await paymentLogsOf(hash), [
      { name: "Transfer", token: between.token, from: between.payer, to: between.payee, value: dollar },
      { name: "TipSent", paymentReference: reference, ...between, amount: dollar, fee: 0n },
    ]);
  });

  it("uses up the allowance by the amount and no more", async () => {
    const { token, router, payer, payee } = await approved();
    await router.write.tip([token.address, addressOf(payee), dollar, reference], { account: payer.account });
    assert.equal(await token.read.allowance([addressOf(payer), router.address]), 99n * dollar);
  });

  it("sends the smallest amount that there is", async () => {
    const { token, router, payer, newcomer } = await approved();
    await balancesChange(token, [[addressOf(newcomer), 1n]], () =>
      router.write.tip([token.address, addressOf(newcomer), 1n, reference], { account: payer.account }),
    );
  });

  it("sends a tip to oneself", async () => {
    const { token, router, payer } = await approved();
    await balancesChange(token, [[addressOf(payer), 0n]], () =>
      router.write.tip([token.address, addressOf(payer), dollar, reference], { account: payer.account }),
    );
  });

  it("leaves two tips in one transaction each with its own Transfer", async () => {
    const { token, router, twoTips, payer, payee, other } = await approved();
    await token.write.approve([twoTips.address, 3n * dollar], { account: payer.account });
    const first = { payee: addressOf(payee), amount: dollar, paymentReference: word("first") };
    const second = { payee: addressOf(other), amount: 2n * dollar, paymentReference: word("second") };
    const hash = await twoTips.write.tipTwice([router.address, token.address, first, second], {
      account: payer.account,
    });

    const [through, dollars] = [getAddress(twoTips.address), getAddress(token.address)];
    const storyOf = ({ payee, amount, paymentReference }: typeof first) => [
      { name: "Transfer", token: dollars, from: addressOf(payer), to: through, value: amount },
      { name: "Transfer", token: dollars, from: through, to: payee, value: amount },
      { name: "TipSent", paymentReference, payer: through, payee, token: dollars, amount, fee: 0n },
    ];
    assert.deepEqual(await paymentLogsOf(hash), [...storyOf(first), ...storyOf(second)]);
  });

  it("takes a tip from a smart-contract wallet", async () => {
    const { token, router, payer, payee } = await approved();
    const wallet = await viem.deployContract("Wallet", [addressOf(payer)], { client: { wallet: payer } });
    await token.write.transfer([wallet.address, dollar], { account: payer.account });
    const approve = encodeFunctionData({ abi: token.abi, functionName: "approve", args: [router.address, dollar] });
    await wallet.write.execute([token.address, approve]);
    const tip = encodeFunctionData({
      abi: router.abi,
      functionName: "tip",
      args: [token.address, addressOf(payee), dollar, reference],
    });
    await balancesChange(
      token,
      [
        [wallet.address, -dollar],
        [addressOf(payee), dollar],
      ],
      () => wallet.write.execute([router.address, tip]),
    );
  });

  describe("refuses", () => {
    it("reverts when the payee is the zero address", async () => {
      const { token, router, payer } = await approved();
      await viem.assertions.revertWithCustomErrorWithArgs(
        router.write.tip([token.address, zeroAddress, dollar, reference], { account: payer.account }),
        router,
        "PayeeIsZero",
        [zeroAddress],
      );
    });

    it("reverts when the payee is the router", async () => {
      const { token, router, payer } = await approved();
      await viem.assertions.revertWithCustomErrorWithArgs(
        router.write.tip([token.address, router.address, dollar, reference], { account: payer.account }),
        router,
        "PayeeIsRouter",
        [getAddress(router.address)],
      );
    });

    it("reverts when the payee is the token", async () => {
      const { token, router, payer } = await approved();
      await viem.assertions.revertWithCustomErrorWithArgs(
        router.write.tip([token.address, token.address, dollar, reference], { account: payer.account }),
        router,
        "PayeeIsToken",
        [getAddress(token.address), getAddress(token.address)],
      );
    });

    it("reverts when the amount is zero", async () => {
      const { token, router, payer, payee } = await approved();
      await viem.assertions.revertWithCustomErrorWithArgs(
        router.write.tip([token.address, addressOf(payee), 0n, reference], { account: payer.account }),
        router,
        "AmountIsZero",
        [0n],
      );
    });

    it("reverts when the amount is more than the allowance", async () => {
      const { token, router, payer, payee } = await approved();
      await viem.assertions.revertWith(
        router.write.tip([token.address, addressOf(payee), 100n * dollar + 1n, reference], { account: payer.account }),
        "ERC20: transfer amount exceeds allowance",
      );
    });

    it("reverts when the payer has less than the amount", async () => {
      const { token, router, pauper, payee } = await approved();
      await token.write.approve([router.address, dollar], { account: pauper.account });
      await viem.assertions.revertWith(
        router.write.tip([token.address, addressOf(payee), dollar, reference], { account: pauper.account }),
        "ERC20: transfer amount exceeds balance",
      );
    });

    it("reverts when it is sent native coin", async () => {
      const { router, payer } = await approved();
      await assert.rejects(payer.sendTransaction({ to: router.address, value: 1n }));
      await assert.rejects(payer.sendTransaction({ to: router.address, value: 1n, data: "0xd0e30db0" }));
    });
  });
});
