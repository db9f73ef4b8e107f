import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { getAddress, parseEther, zeroAddress } from "viem";

import {
  balancesOf,
  deployedForwarder,
  failuresOf,
  logCountOf,
  request,
  strangers,
  weirdToken,
} from "../../lib/deposits.ts";
import { addressOf, balancesChange, dollar, paymentLogsOf, viem } from "../../lib/fixture.ts";

describe("Forwarder.sweep", () => {
  it("pays each payee his share and keeps nothing", async () => {
    const { token, forwarder, payer, payee, other, attacker } = await deployedForwarder();
    await token.write.transfer([forwarder.address, 3n * dollar + 1n], { account: payer.account });
    await balancesChange(
      token,
      [
        [addressOf(payee), 1_500_001n],
        [addressOf(other), 1_500_000n],
        [forwarder.address, -3_000_001n],
        [addressOf(attacker), 0n],
      ],
      () => forwarder.write.sweep([token.address], { account: attacker.account }),
    );
  });

  it("leaves the token's Transfer for each payee, in their order, and no log of its own", async () => {
    const { token, forwarder, payer, payee, other } = await deployedForwarder();
    await token.write.transfer([forwarder.address, 10n], { account: payer.account });
    const hash = await forwarder.write.sweep([token.address]);
    const [from, own] = [getAddress(forwarder.address), getAddress(token.address)];
    assert.deepEqual(await paymentLogsOf(hash), [
      { name: "Transfer", token: own, from, to: addressOf(payee), value: 5n },
      { name: "Transfer", token: own, from, to: addressOf(other), value: 5n },
    ]);
    assert.equal(await logCountOf(hash), 2);
  });

  it("does nothing when nothing arrived, and nothing the second time", async () => {
    const { token, forwarder, payer, shares } = await deployedForwarder(strangers(10_000));
    assert.equal(await logCountOf(await forwarder.write.sweep([token.address])), 0);
    await token.write.transfer([forwarder.address, 7n], { account: payer.account });
    await forwarder.write.sweep([token.address]);
    assert.equal(await logCountOf(await forwarder.write.sweep([token.address])), 0);
    assert.deepEqual(await balancesOf(token, shares), [7n]);
  });

  it("divides by the largest remainder, of two equal ones to the earlier", async () => {
    const { token, forwarder, payer, shares } = await deployedForwarder(strangers(3_333, 3_333, 3_334));
    await token.write.transfer([forwarder.address, 1n], { account: payer.account });
    await forwarder.write.sweep([token.address]);
    assert.deepEqual(await balancesOf(token, shares), [0n, 0n, 1n]);
    await token.write.transfer([forwarder.address, 2n], { account: payer.account });
    await forwarder.write.sweep([token.address]);
    assert.deepEqual(await balancesOf(token, shares), [1n, 0n, 2n]);
  });

  it("sends no payment of zero", async () => {
    const { token, forwarder, payer } = await deployedForwarder(strangers(9_999, 1));
    await token.write.transfer([forwarder.address, 100n], { account: payer.account });
    assert.equal(await logCountOf(await forwarder.write.sweep([token.address])), 1);
  });

  it("pays what arrives later in the same shares, as often as it comes", async () => {
    const { token, forwarder, payer, shares } = await deployedForwarder(strangers(6_000, 4_000));
    for (let i = 0; i < 3; i++) {
      await token.write.transfer([forwarder.address, 10n], { account: payer.account });
      await forwarder.write.sweep([token.address]);
    }
    assert.deepEqual(await balancesOf(token, shares), [18n, 12n]);
  });

  it("divides the greatest balance that there is", async () => {
    const { forwarder, shares } = await deployedForwarder(strangers(1, 3_333, 6_666));
    const token = await weirdToken("PlainToken");
    const most = 2n ** 256n - 1n;
    await token.write.mint([forwarder.address, most]);
    await forwarder.write.sweep([token.address]);
    const parts = await balancesOf(token, shares);
    assert.equal(
      parts.reduce((sum, part) => sum + part),
      most,
    );
    assert.deepEqual(
      parts.map((part, i) => part - (most * BigInt(shares[i]?.basisPoints ?? 0)) / 10_000n <= 1n),
      [true, true, true],
    );
  });

  it("pays twenty payees", async () => {
    const { token, forwarder, payer, shares } = await deployedForwarder(strangers(...Array<number>(20).fill(500)));
    await token.write.transfer([forwarder.address, 20n * dollar], { account: payer.account });
    await forwarder.write.sweep([token.address]);
    assert.deepEqual(await balancesOf(token, shares), Array(20).fill(dollar));
  });

  it("pays native coin, from before it stood there and after", async () => {
    const { factory, payer, publicClient } = await deployedForwarder();
    const shares = strangers(7_500, 2_500);
    const address = await factory.read.forwarderOf([request, shares]);
    await payer.sendTransaction({ to: address, value: parseEther("1") });
    await factory.write.deployAndSweep([request, shares, zeroAddress]);
    await payer.sendTransaction({ to: address, value: parseEther("3") });
    await (await viem.getContractAt("Forwarder", address)).write.sweep([zeroAddress]);
    const balances = await Promise.all(shares.map(({ payee }) => publicClient.getBalance({ address: payee })));
    assert.deepEqual(balances, [parseEther("3"), parseEther("1")]);
    assert.equal(await publicClient.getBalance({ address }), 0n);
  });

  it("leaves every other token where it is", async () => {
    const { token, forwarder, payer, shares } = await deployedForwarder(strangers(10_000));
    const another = await weirdToken("PlainToken");
    await another.write.mint([forwarder.address, 5n]);
    await token.write.transfer([forwarder.address, 7n], { account: payer.account });
    await forwarder.write.sweep([token.address]);
    assert.equal(await another.read.balanceOf([forwarder.address]), 5n);
    await forwarder.write.sweep([another.address]);
    assert.deepEqual(await balancesOf(another, shares), [5n]);
  });

  it("reverts when nothing stands at the token's address", async () => {
    const { forwarder, newcomer } = await deployedForwarder();
    await viem.assertions.revertWithCustomErrorWithArgs(
      forwarder.write.sweep([addressOf(newcomer)]),
      forwarder,
      "TokenHasNoCode",
      [addressOf(newcomer)],
    );
  });

  it("reverts when what stands there is no token", async () => {
    const { forwarder, router } = await deployedForwarder();
    await assert.rejects(forwarder.write.sweep([router.address]), /reverted/);
  });

  it("has shares that are those it was made with, in their order", async () => {
    const { forwarder, shares } = await deployedForwarder(strangers(1, 2, 3, 9_994));
    assert.deepEqual(await forwarder.read.shares(), shares);
  });

  it("is not done by the code that forwarders share, which takes no money either", async () => {
    const { factory, token, payer } = await deployedForwarder();
    const shared = await viem.getContractAt("Forwarder", await factory.read.implementation());
    for (const call of [
      () => shared.write.sweep([token.address]),
      () => payer.sendTransaction({ to: shared.address, value: 1n }),
    ]) {
      await viem.assertions.revertWithCustomErrorWithArgs(call(), shared, "NotAForwarder", [
        getAddress(shared.address),
      ]);
    }
    await assert.rejects(shared.read.shares(), /NotAForwarder/);
  });

  it("says nothing of failures when there are none", async () => {
    const { token, forwarder, payer } = await deployedForwarder();
    await token.write.transfer([forwarder.address, 10n], { account: payer.account });
    assert.deepEqual(await failuresOf(await forwarder.write.sweep([token.address])), []);
  });
});
