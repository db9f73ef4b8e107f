import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { type Address, type Hash, getAddress, zeroAddress } from "viem";

import {
  balancesOf,
  deployedForwarder,
  failuresOf,
  forwarderFor,
  strangers,
  weirdToken,
} from "../../lib/deposits.ts";
import { fixture, networkHelpers, viem } from "../../lib/fixture.ts";

// What a sweep of two payees may cost at most, and the least that any transaction costs.
const [enough, least, step] = [700_000n, 30_000n, 2_000n];

/** Sweeps with less and less gas, each time from the same state, and tells what became of each. */
async function sweepWithLessAndLess(
  forwarder: { write: { sweep(args: readonly [Address], options: { gas: bigint }): Promise<Hash> } },
  token: Address,
  look: (hash: Hash) => Promise<unknown>,
): Promise<{ swept: number; refused: number }> {
  const counts = { swept: 0, refused: 0 };
  for (let gas = enough; gas >= least; gas -= step) {
    const snapshot = await networkHelpers.takeSnapshot();
    let hash: Hash | undefined;
    try {
      hash = await forwarder.write.sweep([token], { gas });
    } catch (error) {
      assert.match(String(error), /The contract function "sweep" reverted/);
      counts.refused++;
    }
    if (hash !== undefined) {
      await look(hash);
      counts.swept++;
    }
    await snapshot.restore();
  }
  return counts;
}

describe("Forwarder.sweep with little gas", () => {
  it("pays everybody or reverts, whatever gas the caller sends", async () => {
    const { token, forwarder, payer, shares } = await deployedForwarder(strangers(5_000, 5_000));
    await token.write.transfer([forwarder.address, 10n], { account: payer.account });
    const counts = await sweepWithLessAndLess(forwarder, token.address, async (hash) => {
      assert.deepEqual(await failuresOf(hash), []);
      assert.deepEqual(await balancesOf(token, shares), [5n, 5n]);
    });
    assert(counts.swept > 10 && counts.refused > 10, JSON.stringify(counts));
  });

  it("fails to pay who can't be paid and nobody else, whatever gas the caller sends", async () => {
    const { token, forwarder, payer, shares } = await deployedForwarder(strangers(2_500, 2_500, 5_000));
    const denied = shares[1]?.payee;
    assert(denied);
    await token.write.blacklist([denied]);
    await token.write.transfer([forwarder.address, 8n], { account: payer.account });
    const counts = await sweepWithLessAndLess(forwarder, token.address, async (hash) => {
      assert.deepEqual(
        (await failuresOf(hash)).map(({ payee, amount }) => [payee, amount]),
        [[denied, 2n]],
      );
      assert.deepEqual(await balancesOf(token, shares), [2n, 0n, 4n]);
      assert.equal(await forwarder.read.keptFor([token.address, denied]), 2n);
    });
    assert(counts.swept > 10 && counts.refused > 10, JSON.stringify(counts));
  });

  it("gives a payment that burns all its gas no more and no less than any other", async () => {
    const { forwarder, shares } = await deployedForwarder(strangers(5_000, 5_000));
    const token = await weirdToken("GasBurningToken");
    await token.write.mint([forwarder.address, 10n]);
    const counts = await sweepWithLessAndLess(forwarder, token.address, async (hash) => {
      assert.equal((await failuresOf(hash)).length, shares.length);
    });
    assert(counts.swept > 10 && counts.refused > 10, JSON.stringify(counts));
  });

  it("does not fail to pay who needs nearly all the gas of a payment, when less is sent than that", async () => {
    const { factory, payer, publicClient } = await fixture();
    const receiver = await viem.deployContract("Receiver");
    const payee = getAddress(receiver.address);
    const forwarder = await forwarderFor(factory, [{ payee, basisPoints: 10_000 }]);
    // His money is kept from before, so that a failure now would cost the caller next to nothing.
    await receiver.write.become([1]);
    await payer.sendTransaction({ to: forwarder.address, value: 5n });
    await forwarder.write.sweep([zeroAddress]);
    await receiver.write.become([6]);
    const counts = await sweepWithLessAndLess(forwarder, zeroAddress, async (hash) => {
      assert.deepEqual(await failuresOf(hash), []);
      assert.equal(await publicClient.getBalance({ address: payee }), 5n);
    });
    assert(counts.swept > 10 && counts.refused > 10, JSON.stringify(counts));
  });

  it("says how much is left and how much is needed", async () => {
    const { token, forwarder, payer } = await deployedForwarder(strangers(10_000));
    await token.write.transfer([forwarder.address, 10n], { account: payer.account });
    await viem.assertions.revertWithCustomErrorWithArgs(
      forwarder.write.sweep([token.address], { gas: 200_000n }),
      forwarder,
      "GasTooLow",
      [(left) => left < 200_000n, 210_174n],
    );
  });
});
