import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { encodeFunctionData, getAddress, parseEther, zeroAddress } from "viem";

import {
  balancesOf,
  deployedForwarder,
  failuresOf,
  forwarderFor,
  request,
  strangers,
  weirdToken,
} from "../../lib/deposits.ts";
import { fixture, viem } from "../../lib/fixture.ts";

describe("Forwarder.sweep of tokens that misbehave", () => {
  it("sends a token that returns nothing", async () => {
    const { forwarder, shares } = await deployedForwarder(strangers(5_000, 5_000));
    const token = await weirdToken("SilentToken");
    await token.write.mint([forwarder.address, 10n]);
    assert.deepEqual(await failuresOf(await forwarder.write.sweep([token.address])), []);
    assert.deepEqual(await balancesOf(token, shares), [5n, 5n]);
  });

  it("takes a token's false for a failure, and keeps what it did not send", async () => {
    const { forwarder, shares } = await deployedForwarder(strangers(5_000, 5_000));
    const token = await weirdToken("FalseToken");
    await token.write.mint([forwarder.address, 10n]);
    const failures = await failuresOf(await forwarder.write.sweep([token.address]));
    assert.deepEqual(
      failures.map(({ payee, amount }) => [payee, amount]),
      shares.map(({ payee }) => [payee, 5n]),
    );
    assert.equal(await token.read.balanceOf([forwarder.address]), 10n);
  });

  it("takes a token's yes for a yes, and divides again what the token did not send", async () => {
    const { forwarder, shares } = await deployedForwarder(strangers(5_000, 5_000));
    const token = await weirdToken("LyingToken");
    await token.write.mint([forwarder.address, 10n]);
    for (let i = 0; i < 2; i++) {
      assert.deepEqual(await failuresOf(await forwarder.write.sweep([token.address])), []);
    }
    assert.deepEqual(await balancesOf(token, shares), [0n, 0n]);
    assert.equal(await token.read.balanceOf([forwarder.address]), 10n);
  });

  it("sends each his share of a token that keeps a fee of it", async () => {
    const { forwarder, shares } = await deployedForwarder(strangers(7_500, 2_500));
    const token = await weirdToken("FeeToken");
    await token.write.mint([forwarder.address, 1_000n]);
    await forwarder.write.sweep([token.address]);
    assert.deepEqual(await balancesOf(token, shares), [743n, 248n]);
    assert.equal(await token.read.balanceOf([forwarder.address]), 0n);
  });

  it("survives a token that burns all the gas of every payment", async () => {
    const { forwarder, shares } = await deployedForwarder(strangers(5_000, 5_000));
    const token = await weirdToken("GasBurningToken");
    await token.write.mint([forwarder.address, 10n]);
    const failures = await failuresOf(await forwarder.write.sweep([token.address], { gas: 1_000_000n }));
    assert.equal(failures.length, shares.length);
  });

  it("lets no payee who sweeps again while he is paid have more than his share", async () => {
    const { factory, payer, publicClient } = await fixture();
    const receiver = await viem.deployContract("Receiver");
    const shares = [{ payee: getAddress(receiver.address), basisPoints: 5_000 }, ...strangers(5_000)];
    const forwarder = await forwarderFor(factory, shares);
    const again = encodeFunctionData({ abi: forwarder.abi, functionName: "sweep", args: [zeroAddress] });
    await receiver.write.callWhenPaid([forwarder.address, again]);
    await payer.sendTransaction({ to: forwarder.address, value: parseEther("2") });

    const failures = await failuresOf(await forwarder.write.sweep([zeroAddress]));
    assert.deepEqual(
      failures.map(({ payee, amount }) => [payee, amount]),
      [[getAddress(receiver.address), parseEther("1")]],
    );
    const [, innocent] = shares;
    assert(innocent);
    assert.equal(await publicClient.getBalance({ address: innocent.payee }), parseEther("1"));
  });

  it("gives a payee his share once who tries to sweep again and lets it fail", async () => {
    const { factory, payer, publicClient } = await fixture();
    const receiver = await viem.deployContract("Receiver");
    const shares = [{ payee: getAddress(receiver.address), basisPoints: 5_000 }, ...strangers(5_000)];
    const forwarder = await forwarderFor(factory, shares);
    const again = encodeFunctionData({ abi: forwarder.abi, functionName: "sweep", args: [zeroAddress] });
    await receiver.write.callWhenPaid([forwarder.address, again]);
    await receiver.write.become([5]);
    await payer.sendTransaction({ to: forwarder.address, value: parseEther("2") });

    assert.deepEqual(await failuresOf(await forwarder.write.sweep([zeroAddress])), []);
    const balances = await Promise.all(shares.map(({ payee }) => publicClient.getBalance({ address: payee })));
    assert.deepEqual(balances, [parseEther("1"), parseEther("1")]);
  });

  it("keeps what a token does not send because it sweeps again in the middle of every payment", async () => {
    const { factory, forwarder, shares } = await deployedForwarder(strangers(5_000, 5_000));
    const token = await weirdToken("ReentrantToken");
    await token.write.mint([forwarder.address, 10n]);
    const again = encodeFunctionData({
      abi: factory.abi,
      functionName: "deployAndSweep",
      args: [request, shares, token.address],
    });
    await token.write.callInNextTransfer([factory.address, again]);
    const failures = await failuresOf(await forwarder.write.sweep([token.address]));
    assert.deepEqual(
      failures.map(({ payee, amount }) => [payee, amount]),
      shares.map(({ payee }) => [payee, 5n]),
    );
    assert.deepEqual(await balancesOf(token, shares), [0n, 0n]);
    assert.equal(await token.read.balanceOf([forwarder.address]), 10n);
  });
});
