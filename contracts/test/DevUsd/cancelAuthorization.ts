import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { signedAuthorization } from "../../lib/authorizations.ts";
import { addressOf, fixture, viem, word } from "../../lib/fixture.ts";
import { compact, sign, withHighS, withLowV } from "../../lib/signing.ts";

const nonce = word("an authorization");
const used = "FiatTokenV2: authorization is used or canceled";
const invalid = "FiatTokenV2: invalid signature";

/** The payer has signed a payment, and its cancellation. */
async function cancellation() {
  const start = await signedAuthorization("transferWithAuthorization");
  const authorizer = addressOf(start.payer);
  const signature = await sign(start.payer, start.domain, "CancelAuthorization", { authorizer, nonce });
  const { v, r, s, bytes } = signature;
  const cancel = () => start.token.write.cancelAuthorization([authorizer, nonce, v, r, s]);
  const cancelBytes = () => start.token.write.cancelAuthorization([authorizer, nonce, bytes]);
  return { ...start, authorizer, cancellationSignature: signature, cancel, cancelBytes };
}

describe("DevUsd.cancelAuthorization", () => {
  for (const form of ["cancel", "cancelBytes"] as const) {
    const words = form === "cancel" ? "v, r, s" : "bytes";

    it(`emits AuthorizationCanceled and shows it, by a signature as ${words}`, async () => {
      const cancelled = await cancellation();
      await viem.assertions.emitWithArgs(cancelled[form](), cancelled.token, "AuthorizationCanceled", [
        cancelled.authorizer,
        nonce,
      ]);
      assert.equal(await cancelled.token.read.authorizationState([cancelled.authorizer, nonce]), true);
    });

    it(`stops the payment, by a signature as ${words}`, async () => {
      const cancelled = await cancellation();
      await cancelled[form]();
      await viem.assertions.revertWith(cancelled.submit(), used);
    });

    it(`reverts when the payment was made before, by a signature as ${words}`, async () => {
      const cancelled = await cancellation();
      await cancelled.submit();
      await viem.assertions.revertWith(cancelled[form](), used);
    });
  }

  it("reverts a second time", async () => {
    const { cancel, cancelBytes } = await cancellation();
    await cancel();
    await viem.assertions.revertWith(cancelBytes(), used);
  });

  it("cancels that one authorization and no other", async () => {
    const { cancel, token, authorizer, other } = await cancellation();
    await cancel();
    assert.equal(await token.read.authorizationState([authorizer, word("another")]), false);
    assert.equal(await token.read.authorizationState([addressOf(other), nonce]), false);
  });

  it("reverts when somebody else signed", async () => {
    const { token, authorizer, attacker, domain } = await cancellation();
    const { bytes } = await sign(attacker, domain, "CancelAuthorization", { authorizer, nonce });
    await viem.assertions.revertWith(token.write.cancelAuthorization([authorizer, nonce, bytes]), invalid);
  });

  it("reverts when s is high, v is 0 or 1, or the bytes are of another length", async () => {
    const { token, authorizer, cancellationSignature } = await cancellation();
    for (const { v, r, s, bytes } of [withHighS(cancellationSignature), withLowV(cancellationSignature)]) {
      await viem.assertions.revertWith(token.write.cancelAuthorization([authorizer, nonce, v, r, s]), invalid);
      await viem.assertions.revertWith(token.write.cancelAuthorization([authorizer, nonce, bytes]), invalid);
    }
    const short = compact(cancellationSignature);
    await viem.assertions.revertWith(token.write.cancelAuthorization([authorizer, nonce, short]), invalid);
  });

  it("cancels for a smart-contract wallet whose owner signed", async () => {
    const { token, payer, domain } = await fixture();
    const wallet = await viem.deployContract("Wallet", [addressOf(payer)], { client: { wallet: payer } });
    const { bytes } = await sign(payer, domain, "CancelAuthorization", { authorizer: wallet.address, nonce });
    await token.write.cancelAuthorization([wallet.address, nonce, bytes]);
    assert.equal(await token.read.authorizationState([wallet.address, nonce]), true);
  });
});
