import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { zeroHash } from "viem";

import { addressOf, dollar, farFuture, fixture, viem, word } from "../../lib/fixture.ts";

async function paused() {
  const start = await fixture();
  await start.token.write.pause();
  return start;
}

describe("DevUsd.pause", () => {
  it("emits Pause and shows it", async () => {
    const { token } = await fixture();
    await viem.assertions.emit(token.write.pause(), token, "Pause");
    assert.equal(await token.read.paused(), true);
  });

  it("stops every payment, approval, permit, authorization and cancellation", async () => {
    const { token, payer, payee } = await paused();
    const [from, to, nonce] = [addressOf(payer), addressOf(payee), word("an authorization")];
    const account = { account: payer.account };
    const calls = {
      transfer: token.write.transfer([to, dollar], account),
      transferFrom: token.write.transferFrom([from, to, dollar], account),
      approve: token.write.approve([to, dollar], account),
      increaseAllowance: token.write.increaseAllowance([to, dollar], account),
      decreaseAllowance: token.write.decreaseAllowance([to, 0n], account),
      mint: token.write.mint([to, dollar]),
      permit: token.write.permit([from, to, dollar, farFuture, 27, zeroHash, zeroHash]),
      "permit with bytes": token.write.permit([from, to, dollar, farFuture, "0x"]),
      transferWithAuthorization: token.write.transferWithAuthorization([from, to, 1n, 0n, farFuture, nonce, "0x"]),
      receiveWithAuthorization: token.write.receiveWithAuthorization([from, to, 1n, 0n, farFuture, nonce, "0x"]),
      cancelAuthorization: token.write.cancelAuthorization([from, nonce, "0x"]),
      "cancelAuthorization with v, r, s": token.write.cancelAuthorization([from, nonce, 27, zeroHash, zeroHash]),
    };
    const outcomes = await Promise.allSettled(Object.values(calls));
    const stopped = Object.keys(calls).filter((_, i) => {
      const outcome = outcomes[i];
      return outcome?.status === "rejected" && String(outcome.reason).includes("Pausable: paused");
    });
    assert.deepEqual(stopped, Object.keys(calls));
  });

  it("reverts when the caller is not the owner", async () => {
    const { token, attacker } = await fixture();
    await viem.assertions.revertWith(
      token.write.pause({ account: attacker.account }),
      "Ownable: caller is not the owner",
    );
  });
});

describe("DevUsd.unpause", () => {
  it("emits Unpause and lets money move again", async () => {
    const { token, payer, payee } = await paused();
    await viem.assertions.emit(token.write.unpause(), token, "Unpause");
    await viem.assertions.emit(
      token.write.transfer([addressOf(payee), dollar], { account: payer.account }),
      token,
      "Transfer",
    );
  });

  it("reverts when the caller is not the owner", async () => {
    const { token, attacker } = await paused();
    await viem.assertions.revertWith(
      token.write.unpause({ account: attacker.account }),
      "Ownable: caller is not the owner",
    );
  });
});
