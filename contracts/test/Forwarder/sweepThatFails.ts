import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { getAddress, parseEther, zeroAddress } from "viem";

import {
  balancesOf,
  deployedForwarder,
  failuresOf,
  forwarderFor,
  strangers,
  weirdToken,
} from "../../lib/deposits.ts";
import { addressOf, dollar, fixture, viem } from "../../lib/fixture.ts";

/** Two payees in halves, of whom the token has denylisted the first. */
async function denylistedPayee() {
  const start = await deployedForwarder();
  await start.token.write.blacklist([addressOf(start.payee)]);
  const arrive = (amount: bigint) =>
    start.token.write.transfer([start.forwarder.address, amount], { account: start.payer.account });
  const sweep = () => start.forwarder.write.sweep([start.token.address], { account: start.attacker.account });
  const had = await balancesOf(start.token, start.shares);
  const received = async () => (await balancesOf(start.token, start.shares)).map((now, i) => now - (had[i] ?? 0n));
  const kept = () => start.forwarder.read.keptFor([start.token.address, addressOf(start.payee)]);
  return { ...start, arrive, sweep, received, kept };
}

describe("Forwarder.sweep when a payee can't be paid", () => {
  it("pays the others and keeps his part for him", async () => {
    const { arrive, sweep, received, kept, token, payee } = await denylistedPayee();
    await arrive(10n);
    assert.deepEqual(await failuresOf(await sweep()), [
      { payee: addressOf(payee), token: getAddress(token.address), amount: 5n },
    ]);
    assert.deepEqual(await received(), [0n, 5n]);
    assert.equal(await kept(), 5n);
  });

  it("gives his part to nobody else, however often it is swept", async () => {
    const { arrive, sweep, received, kept, token, forwarder, payee } = await denylistedPayee();
    await arrive(10n);
    for (let i = 0; i < 3; i++) {
      const [failure] = await failuresOf(await sweep());
      assert.deepEqual(failure, { payee: addressOf(payee), token: getAddress(token.address), amount: 5n });
    }
    assert.deepEqual(await received(), [0n, 5n]);
    assert.equal(await kept(), 5n);
    assert.equal(await token.read.balanceOf([forwarder.address]), 5n);
  });

  it("divides what arrives later without what is kept, and keeps his part of that too", async () => {
    const { arrive, sweep, received, kept } = await denylistedPayee();
    await arrive(10n);
    await sweep();
    await arrive(21n);
    await sweep();
    assert.deepEqual(await received(), [0n, 15n]);
    assert.equal(await kept(), 16n);
  });

  it("pays him all that was kept with the first sweep that can, and nothing is kept any more", async () => {
    const { arrive, sweep, received, kept, token, forwarder, payee } = await denylistedPayee();
    await arrive(10n);
    await sweep();
    await arrive(10n);
    await sweep();
    await token.write.unBlacklist([addressOf(payee)]);
    await arrive(4n);
    assert.deepEqual(await failuresOf(await sweep()), []);
    assert.deepEqual(await received(), [12n, 12n]);
    assert.equal(await kept(), 0n);
    assert.equal(await token.read.balanceOf([forwarder.address]), 0n);
    await arrive(2n);
    await sweep();
    assert.deepEqual(await received(), [13n, 13n]);
  });

  it("keeps all when nobody can be paid, as while the token is paused or the forwarder denylisted", async () => {
    const { arrive, sweep, received, token, forwarder, payee } = await denylistedPayee();
    await token.write.unBlacklist([addressOf(payee)]);
    await arrive(9n);
    await token.write.pause();
    assert.equal((await failuresOf(await sweep())).length, 2);
    await token.write.unpause();
    await token.write.blacklist([forwarder.address]);
    assert.equal((await failuresOf(await sweep())).length, 2);
    await token.write.unBlacklist([forwarder.address]);
    await sweep();
    assert.deepEqual(await received(), [5n, 4n]);
  });

  it("keeps apart what is kept of one token and of another", async () => {
    const { arrive, sweep, received, forwarder, shares } = await denylistedPayee();
    await arrive(10n);
    await sweep();
    const another = await weirdToken("PlainToken");
    await another.write.mint([forwarder.address, 10n]);
    await forwarder.write.sweep([another.address]);
    assert.deepEqual(await balancesOf(another, shares), [5n, 5n]);
    assert.deepEqual(await received(), [0n, 5n]);
  });

  it("keeps native coin for a payee who refuses it, burns all gas, or answers at great length", async () => {
    const { factory, payer, publicClient } = await fixture();
    for (const [name, mood] of Object.entries({ refuses: 1, burnsGas: 2, answersAtLength: 3 })) {
      const receiver = await viem.deployContract("Receiver");
      const payee = getAddress(receiver.address);
      const forwarder = await forwarderFor(factory, [{ payee, basisPoints: 5_000 }, ...strangers(5_000)]);
      await receiver.write.become([mood]);
      await payer.sendTransaction({ to: forwarder.address, value: parseEther("2") });

      const hash = await forwarder.write.sweep([zeroAddress], { gas: 1_000_000n });
      assert.deepEqual(await failuresOf(hash), [{ payee, token: zeroAddress, amount: parseEther("1") }], name);
      await receiver.write.become([0]);
      await forwarder.write.sweep([zeroAddress]);
      assert.equal(await publicClient.getBalance({ address: payee }), parseEther("1"), name);
      assert.equal(await publicClient.getBalance({ address: forwarder.address }), 0n, name);
    }
  });

  it("loses only what the token takes away, and that from what is new before what is kept", async () => {
    const shares = strangers(5_000, 5_000);
    const { forwarder } = await deployedForwarder(shares);
    const token = await viem.deployContract("ShrinkingToken");
    const [first, second] = shares.map(({ payee }) => payee);
    assert(first && second);
    await token.write.mint([forwarder.address, 100n]);
    await token.write.turnDown([first, true]);
    await forwarder.write.sweep([token.address]);
    await token.write.mint([forwarder.address, 20n]);
    await token.write.burn([forwarder.address, 10n]);
    await forwarder.write.sweep([token.address]);
    assert.equal(await forwarder.read.keptFor([token.address, first]), 55n);
    assert.deepEqual(await balancesOf(token, shares), [0n, 55n]);

    await token.write.burn([forwarder.address, 25n]);
    await token.write.turnDown([first, false]);
    await forwarder.write.sweep([token.address]);
    assert.deepEqual(await balancesOf(token, shares), [30n, 55n]);
    assert.equal(await forwarder.read.keptFor([token.address, first]), 0n);
    await token.write.mint([forwarder.address, dollar]);
    await forwarder.write.sweep([token.address]);
    assert.deepEqual(await balancesOf(token, shares), [30n + dollar / 2n, 55n + dollar / 2n]);
  });
});
