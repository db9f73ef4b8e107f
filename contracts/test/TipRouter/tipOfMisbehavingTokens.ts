import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { encodeFunctionData, getAddress, zeroAddress } from "viem";

import { addressOf, balancesChange, dollar, fixture, paymentLogsOf, viem, word } from "../../lib/fixture.ts";

const reference = word("a post");

type WeirdToken = "FeeToken" | "FalseToken" | "LyingToken" | "SilentToken" | "GasBurningToken" | "ReentrantToken";

/** A token that misbehaves, of which the payer has a hundred and allows the router all. */
async function approvedToken(name: WeirdToken) {
  const start = await fixture();
  // All of them have what ReentrantToken has, but for the two functions that only its own tests use.
  const weird = await viem.deployContract(name as "ReentrantToken");
  await weird.write.mint([addressOf(start.payer), 100n]);
  await weird.write.approve([start.router.address, 100n], { account: start.payer.account });
  return { ...start, weird };
}

async function approved() {
  const start = await fixture();
  await start.token.write.approve([start.router.address, 100n * dollar], { account: start.payer.account });
  return start;
}

describe("TipRouter.tip of tokens that misbehave", () => {
  it("reverts when there is no code at the token's address", async () => {
    const { router, payer, payee, newcomer } = await approved();
    await viem.assertions.revertWithCustomErrorWithArgs(
      router.write.tip([addressOf(newcomer), addressOf(payee), dollar, reference], { account: payer.account }),
      router,
      "SafeERC20FailedOperation",
      [addressOf(newcomer)],
    );
  });

  it("reverts when the token is the router itself", async () => {
    const { router, payer, payee } = await approved();
    await assert.rejects(
      router.write.tip([router.address, addressOf(payee), dollar, reference], { account: payer.account }),
      /reverted without a reason/,
    );
  });

  it("reverts when the token returns false", async () => {
    const { router, weird, payer, payee } = await approvedToken("FalseToken");
    await viem.assertions.revertWithCustomErrorWithArgs(
      router.write.tip([weird.address, addressOf(payee), 10n, reference], { account: payer.account }),
      router,
      "SafeERC20FailedOperation",
      [getAddress(weird.address)],
    );
  });

  it("sends a token that returns nothing", async () => {
    const { router, weird, payer, payee } = await approvedToken("SilentToken");
    await balancesChange(
      weird,
      [
        [addressOf(payer), -10n],
        [addressOf(payee), 10n],
        [router.address, 0n],
      ],
      () => router.write.tip([weird.address, addressOf(payee), 10n, reference], { account: payer.account }),
    );
  });

  it("shows in the Transfer log what arrived of a token that keeps a fee", async () => {
    const { router, weird, payer, payee } = await approvedToken("FeeToken");
    const hash = await router.write.tip([weird.address, addressOf(payee), 100n, reference], {
      account: payer.account,
    });
    const moved = (await paymentLogsOf(hash)).filter((log) => log.name === "Transfer");
    assert.deepEqual(
      moved.map(({ to, value }) => [to, value]),
      [
        [addressOf(payee), 99n],
        [zeroAddress, 1n],
      ],
    );
    assert.equal(await weird.read.balanceOf([addressOf(payee)]), 99n);
    assert.equal(await weird.read.balanceOf([router.address]), 0n);
  });

  it("leaves no Transfer log of a token that says yes and does nothing", async () => {
    const { router, weird, payer, payee } = await approvedToken("LyingToken");
    const hash = await router.write.tip([weird.address, addressOf(payee), 10n, reference], {
      account: payer.account,
    });
    assert.deepEqual(
      (await paymentLogsOf(hash)).map(({ name }) => name),
      ["TipSent"],
    );
  });

  it("reverts when the token burns all gas", async () => {
    const { router, weird, payer, payee } = await approvedToken("GasBurningToken");
    await assert.rejects(
      router.write.tip([weird.address, addressOf(payee), 10n, reference], { account: payer.account, gas: 500_000n }),
    );
    assert.equal(await weird.read.balanceOf([addressOf(payee)]), 0n);
  });

  it("reverts when the token denylists the payee", async () => {
    const { token, router, payer, payee } = await approved();
    await token.write.blacklist([addressOf(payee)]);
    await viem.assertions.revertWith(
      router.write.tip([token.address, addressOf(payee), dollar, reference], { account: payer.account }),
      "Blacklistable: account is blacklisted",
    );
  });

  it("still pays the others while one payee is denylisted", async () => {
    const { token, router, payer, payee, other } = await approved();
    await token.write.blacklist([addressOf(payee)]);
    await balancesChange(token, [[addressOf(other), dollar]], () =>
      router.write.tip([token.address, addressOf(other), dollar, reference], { account: payer.account }),
    );
  });

  it("reverts when the token denylists the router", async () => {
    const { token, router, payer, payee } = await approved();
    await token.write.blacklist([router.address]);
    await viem.assertions.revertWith(
      router.write.tip([token.address, addressOf(payee), dollar, reference], { account: payer.account }),
      "Blacklistable: account is blacklisted",
    );
  });

  it("reverts when the token is paused", async () => {
    const { token, router, payer, payee } = await approved();
    await token.write.pause();
    await viem.assertions.revertWith(
      router.write.tip([token.address, addressOf(payee), dollar, reference], { account: payer.account }),
      "Pausable: paused",
    );
  });

  it("lets a token that calls back pay with its own money alone", async () => {
    const { token, router, weird, payer, payee, attacker } = await approvedToken("ReentrantToken");
    // The payer allows the router dollars as well: that is what the token is after.
    await token.write.approve([router.address, 100n * dollar], { account: payer.account });
    const steal = encodeFunctionData({
      abi: router.abi,
      functionName: "tip",
      args: [token.address, addressOf(attacker), dollar, word("theft")],
    });
    await weird.write.callInNextTransfer([router.address, steal]);
    await viem.assertions.revertWith(
      router.write.tip([weird.address, addressOf(payee), 10n, reference], { account: payer.account }),
      "ERC20: transfer amount exceeds allowance",
    );
  });

  it("counts a tip that was made inside another as one of the token's own", async () => {
    const { router, weird, payer, payee, other } = await approvedToken("ReentrantToken");
    await weird.write.mint([weird.address, 5n]);
    await weird.write.approveFromSelf([router.address, 5n]);
    const inner = encodeFunctionData({
      abi: router.abi,
      functionName: "tip",
      args: [weird.address, addressOf(other), 5n, word("inner")],
    });
    await weird.write.callInNextTransfer([router.address, inner]);
    const hash = await router.write.tip([weird.address, addressOf(payee), 10n, reference], {
      account: payer.account,
    });

    const own = getAddress(weird.address);
    const callback = { payer: own, payee: addressOf(other) };
    const people = { payer: addressOf(payer), payee: addressOf(payee) };
    assert.deepEqual(await paymentLogsOf(hash), [
      { name: "Transfer", token: own, from: own, to: addressOf(other), value: 5n },
      { name: "TipSent", paymentReference: word("inner"), ...callback, token: own, amount: 5n, fee: 0n },
      { name: "Transfer", token: own, from: people.payer, to: people.payee, value: 10n },
      { name: "TipSent", paymentReference: reference, ...people, token: own, amount: 10n, fee: 0n },
    ]);
  });
});
