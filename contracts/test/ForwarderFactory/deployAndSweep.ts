import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { encodeFunctionData, zeroAddress } from "viem";

import { balancesOf, failuresOf, request, strangers } from "../../lib/deposits.ts";
import { addressOf, dollar, fixture, viem } from "../../lib/fixture.ts";

/** An address for these shares that holds ten dollars, where nothing stands yet. */
async function deposited(basisPoints: number[]) {
  const start = await fixture();
  const shares = strangers(...basisPoints);
  const address = await start.factory.read.forwarderOf([request, shares]);
  await start.token.write.transfer([address, 10n * dollar], { account: start.payer.account });
  return { ...start, shares, address };
}

describe("ForwarderFactory.deployAndSweep", () => {
  it("pays what arrived before anything stood there, whoever calls", async () => {
    const { factory, token, attacker, shares, address } = await deposited([6_000, 4_000]);
    await factory.write.deployAndSweep([request, shares, token.address], { account: attacker.account });
    assert.deepEqual(await balancesOf(token, shares), [6n * dollar, 4n * dollar]);
    assert.equal(await token.read.balanceOf([address]), 0n);
  });

  it("just sweeps what arrived later, the second time", async () => {
    const { factory, token, payer, shares, address } = await deposited([10_000]);
    await factory.write.deployAndSweep([request, shares, token.address]);
    await token.write.transfer([address, dollar], { account: payer.account });
    await factory.write.deployAndSweep([request, shares, token.address]);
    assert.deepEqual(await balancesOf(token, shares), [11n * dollar]);
  });

  it("sweeps what somebody else deployed first", async () => {
    const { factory, token, attacker, shares } = await deposited([10_000]);
    await factory.write.deploy([request, shares], { account: attacker.account });
    await factory.write.deployAndSweep([request, shares, token.address]);
    assert.deepEqual(await balancesOf(token, shares), [10n * dollar]);
  });

  it("deploys where nothing arrived yet, which harms nobody", async () => {
    const { factory, token, shares, address, publicClient } = await deposited([10_000]);
    await factory.write.deployAndSweep([request, shares, zeroAddress]);
    assert.notEqual(await publicClient.getCode({ address }), undefined);
    await factory.write.deployAndSweep([request, shares, token.address]);
    assert.deepEqual(await balancesOf(token, shares), [10n * dollar]);
  });

  it("answers where the forwarder stands", async () => {
    const { factory, token, shares, address } = await deposited([10_000]);
    const { result } = await factory.simulate.deployAndSweep([request, shares, token.address]);
    assert.equal(result, address);
  });

  it("deploys and keeps a denylisted payee's part for him", async () => {
    const { factory, token, shares, address } = await deposited([5_000, 5_000]);
    const denied = shares[0]?.payee;
    assert(denied);
    await token.write.blacklist([denied]);
    const hash = await factory.write.deployAndSweep([request, shares, token.address]);
    assert.equal((await failuresOf(hash)).length, 1);
    assert.equal(await token.read.balanceOf([address]), 5n * dollar);
    assert.deepEqual(await balancesOf(token, shares), [0n, 5n * dollar]);
  });

  it("reverts whole when the token is none, and leaves nothing behind", async () => {
    const { factory, shares, address, newcomer, publicClient } = await deposited([10_000]);
    const forwarder = await viem.getContractAt("Forwarder", address);
    await viem.assertions.revertWithCustomErrorWithArgs(
      factory.write.deployAndSweep([request, shares, addressOf(newcomer)]),
      forwarder,
      "TokenHasNoCode",
      [addressOf(newcomer)],
    );
    assert.equal(await publicClient.getCode({ address }), undefined);
  });

  it("takes the money of a smart-contract wallet like any other", async () => {
    const { factory, token, smartAccount, operator, shares, address } = await deposited([10_000]);
    await token.write.mint([smartAccount.address, dollar]);
    const transfer = encodeFunctionData({ abi: token.abi, functionName: "transfer", args: [address, dollar] });
    await smartAccount.write.execute([token.address, 0n, transfer], { account: operator.account });
    await factory.write.deployAndSweep([request, shares, token.address]);
    assert.deepEqual(await balancesOf(token, shares), [11n * dollar]);
  });
});
