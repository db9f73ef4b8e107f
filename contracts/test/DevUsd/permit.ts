import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { zeroAddress, zeroHash } from "viem";

import { addressOf, dollar, farFuture, fixture, networkHelpers, never, viem } from "../../lib/fixture.ts";
import { type Permit, compact, sign, withHighS, withLowV } from "../../lib/signing.ts";

const invalid = "EIP2612: invalid signature";

/** The payer has signed that the other may spend a dollar. */
async function permitted(terms: Partial<Permit> = {}) {
  const start = await fixture();
  const { token, payer, other, domain } = start;
  const message: Permit = {
    owner: addressOf(payer),
    spender: addressOf(other),
    value: dollar,
    nonce: 0n,
    deadline: farFuture,
    ...terms,
  };
  const signature = await sign(payer, domain, "Permit", message);
  const submit = ({ v, r, s } = signature, { owner, spender, value, deadline }: Permit = message) =>
    token.write.permit([owner, spender, value, deadline, v, r, s]);
  const submitBytes = (bytes = signature.bytes, { owner, spender, value, deadline }: Permit = message) =>
    token.write.permit([owner, spender, value, deadline, bytes]);
  return { ...start, message, signature, submit, submitBytes };
}

describe("DevUsd.permit", () => {
  for (const form of ["submit", "submitBytes"] as const) {
    const words = form === "submit" ? "v, r, s" : "bytes";

    it(`emits Approval and sets the allowance, by a signature as ${words}`, async () => {
      const permit = await permitted();
      const { token, message } = permit;
      await viem.assertions.emitWithArgs(permit[form](), token, "Approval", [message.owner, message.spender, dollar]);
      assert.equal(await token.read.allowance([message.owner, message.spender]), dollar);
      assert.equal(await token.read.nonces([message.owner]), 1n);
    });

    it(`reverts when the same permit is used twice, as ${words}`, async () => {
      const permit = await permitted();
      await permit.submit();
      await viem.assertions.revertWith(permit[form](), invalid);
    });
  }

  it("reverts when any of the terms is not what was signed", async () => {
    const { submit, message, signature, attacker } = await permitted();
    for (const change of [
      { owner: addressOf(attacker) },
      { spender: addressOf(attacker) },
      { value: dollar + 1n },
      { deadline: farFuture + 1n },
    ]) {
      await viem.assertions.revertWith(submit(signature, { ...message, ...change }), invalid);
    }
  });

  it("reverts when it was signed for another chain or another token", async () => {
    const { submit, message, payer, router, domain } = await permitted();
    for (const elsewhere of [{ chainId: 8453 }, { verifyingContract: router.address }]) {
      await viem.assertions.revertWith(
        submit(await sign(payer, { ...domain, ...elsewhere }, "Permit", message)),
        invalid,
      );
    }
  });

  it("reverts when s is high, v is 0 or 1, or the bytes are of another length", async () => {
    const { submit, submitBytes, signature } = await permitted();
    for (const twin of [withHighS(signature), withLowV(signature)]) {
      await viem.assertions.revertWith(submit(twin), invalid);
      await viem.assertions.revertWith(submitBytes(twin.bytes), invalid);
    }
    await viem.assertions.revertWith(submitBytes(compact(signature)), invalid);
  });

  it("reverts when the owner is the zero address and the signature recovers nobody", async () => {
    const { submit, message, signature } = await permitted();
    await viem.assertions.revertWith(
      submit({ ...signature, r: zeroHash, s: zeroHash }, { ...message, owner: zeroAddress }),
      invalid,
    );
  });

  it("reverts after its deadline", async () => {
    const deadline = BigInt(await networkHelpers.time.latest()) + 1_000n;
    const { submit } = await permitted({ deadline });
    await networkHelpers.time.increaseTo(deadline + 1n);
    await viem.assertions.revertWith(submit(), "FiatTokenV2: permit is expired");
  });

  it("never expires when the deadline is the greatest number", async () => {
    const { submit, token, message } = await permitted({ deadline: never });
    await submit();
    assert.equal(await token.read.allowance([message.owner, message.spender]), dollar);
  });

  it("sets the allowance of a smart-contract wallet whose owner signed", async () => {
    const { token, payer, domain, message, submitBytes } = await permitted();
    const wallet = await viem.deployContract("Wallet", [addressOf(payer)], { client: { wallet: payer } });
    const said = { ...message, owner: wallet.address };
    const { bytes } = await sign(payer, domain, "Permit", said);
    await submitBytes(bytes, said);
    assert.equal(await token.read.allowance([wallet.address, message.spender]), dollar);
  });
});
