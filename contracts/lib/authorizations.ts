// What holds for both ways to use an authorization, so that it is said once and tested for each.

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { type Hash, encodeFunctionData, getAddress, zeroAddress, zeroHash } from "viem";

import {
  addressOf,
  balancesChange,
  dollar,
  farFuture,
  fixture,
  networkHelpers,
  never,
  paymentLogsOf,
  viem,
  word,
} from "./fixture.ts";
import { type Authorization, type Signed, compact, sign, withHighS, withLowV } from "./signing.ts";

const nonce = word("an authorization");
const invalid = "FiatTokenV2: invalid signature";

export type Use = "transferWithAuthorization" | "receiveWithAuthorization";
const primaryTypes = {
  transferWithAuthorization: "TransferWithAuthorization",
  receiveWithAuthorization: "ReceiveWithAuthorization",
} as const;

/** The payer has signed over a dollar to the payee. The payee submits it, which both ways allow. */
export async function signedAuthorization(use: Use, terms: Partial<Authorization> = {}) {
  const start = await fixture();
  const { token, payer, payee, domain } = start;
  const message: Authorization = {
    from: addressOf(payer),
    to: addressOf(payee),
    value: dollar,
    validAfter: 0n,
    validBefore: farFuture,
    nonce,
    ...terms,
  };
  const signature = await sign(payer, domain, primaryTypes[use], message);

  const submitter = { account: payee.account };
  const submit = (by: Pick<Signed, "v" | "r" | "s"> = signature, said: Authorization = message, sender = submitter) =>
    token.write[use](
      [said.from, said.to, said.value, said.validAfter, said.validBefore, said.nonce, by.v, by.r, by.s],
      sender,
    );
  const submitBytes = (bytes = signature.bytes, said: Authorization = message, sender = submitter) =>
    token.write[use](
      [said.from, said.to, said.value, said.validAfter, said.validBefore, said.nonce, bytes],
      sender,
    );
  return { ...start, message, signature, submit, submitBytes };
}

/** The tests that both ways pass. */
export function describeAuthorization(use: Use): void {
  describe(`DevUsd.${use}`, () => {
    for (const form of ["submit", "submitBytes"] as const) {
      const words = form === "submit" ? "v, r, s" : "bytes";

      it(`moves the money by a signature as ${words}`, async () => {
        const authorized = await signedAuthorization(use);
        const { token, message } = authorized;
        await balancesChange(
          token,
          [
            [message.from, -dollar],
            [message.to, dollar],
          ],
          () => authorized[form](),
        );
        assert.equal(await token.read.authorizationState([message.from, nonce]), true);
      });

      it(`emits AuthorizationUsed directly before Transfer by a signature as ${words}`, async () => {
        const authorized = await signedAuthorization(use);
        const { from, to } = authorized.message;
        const token = getAddress(authorized.token.address);
        assert.deepEqual(await paymentLogsOf(await authorized[form]()), [
          { name: "AuthorizationUsed", token, authorizer: from, nonce },
          { name: "Transfer", token, from, to, value: dollar },
        ]);
      });

      it(`reverts when the same authorization is used twice, as ${words}`, async () => {
        const authorized = await signedAuthorization(use);
        await authorized.submit();
        await viem.assertions.revertWith(authorized[form](), "FiatTokenV2: authorization is used or canceled");
      });
    }

    it("reverts when any of the terms is not what was signed", async () => {
      const { submit, message, signature, other } = await signedAuthorization(use);
      const changes: Partial<Authorization>[] = [
        { from: addressOf(other) },
        { value: dollar + 1n },
        { validAfter: 1n },
        { validBefore: farFuture + 1n },
        { nonce: word("another") },
      ];
      for (const change of changes) {
        await viem.assertions.revertWith(submit(signature, { ...message, ...change }), invalid);
      }
      const elsewhere = { ...message, to: addressOf(other) };
      await viem.assertions.revertWith(submit(signature, elsewhere, { account: other.account }), invalid);
    });

    it("reverts when it was signed for the other way to use it", async () => {
      const { submit, message, payer, domain } = await signedAuthorization(use);
      const otherUse = use === "transferWithAuthorization" ? "receiveWithAuthorization" : "transferWithAuthorization";
      await viem.assertions.revertWith(submit(await sign(payer, domain, primaryTypes[otherUse], message)), invalid);
    });

    it("reverts when it was signed for another chain or another token", async () => {
      const { submit, message, payer, router, domain } = await signedAuthorization(use);
      for (const elsewhere of [{ chainId: 8453 }, { verifyingContract: router.address }, { name: "USDC" }]) {
        const signature = await sign(payer, { ...domain, ...elsewhere }, primaryTypes[use], message);
        await viem.assertions.revertWith(submit(signature), invalid);
      }
    });

    it("reverts when somebody else signed", async () => {
      const { submit, message, attacker, domain } = await signedAuthorization(use);
      await viem.assertions.revertWith(submit(await sign(attacker, domain, primaryTypes[use], message)), invalid);
    });

    it("reverts when s is high, v is 0 or 1, or the bytes are of another length", async () => {
      const { submit, submitBytes, signature } = await signedAuthorization(use);
      for (const twin of [withHighS(signature), withLowV(signature)]) {
        await viem.assertions.revertWith(submit(twin), invalid);
        await viem.assertions.revertWith(submitBytes(twin.bytes), invalid);
      }
      for (const bytes of [compact(signature), `${signature.bytes}00`, "0x"] as const) {
        await viem.assertions.revertWith(submitBytes(bytes), invalid);
      }
    });

    it("reverts when the payer is the zero address and the signature recovers nobody", async () => {
      const { submit, message } = await signedAuthorization(use);
      await viem.assertions.revertWith(
        submit({ v: 27, r: zeroHash, s: zeroHash }, { ...message, from: zeroAddress }),
        invalid,
      );
    });

    it("reverts until validAfter has passed, and then moves the money", async () => {
      const validAfter = BigInt(await networkHelpers.time.latest()) + 1_000n;
      const { submit, token, message } = await signedAuthorization(use, { validAfter });
      await networkHelpers.time.setNextBlockTimestamp(validAfter);
      await viem.assertions.revertWith(submit(), "FiatTokenV2: authorization is not yet valid");
      await networkHelpers.time.increaseTo(validAfter);
      await balancesChange(token, [[message.to, dollar]], () => submit());
    });

    it("moves the money in the last second before validBefore, and reverts from validBefore on", async () => {
      const validBefore = BigInt(await networkHelpers.time.latest()) + 1_000n;
      const { submit, token, message } = await signedAuthorization(use, { validBefore });
      await networkHelpers.time.setNextBlockTimestamp(validBefore);
      await viem.assertions.revertWith(submit(), "FiatTokenV2: authorization is expired");
      await networkHelpers.time.setNextBlockTimestamp(validBefore - 1n);
      await balancesChange(token, [[message.to, dollar]], () => submit());
    });

    it("never expires when validBefore is the greatest number", async () => {
      const { submit, token, message } = await signedAuthorization(use, { validBefore: never });
      await balancesChange(token, [[message.to, dollar]], () => submit());
    });

    it("reverts when the payer has less, and the authorization stays unused", async () => {
      const { submit, token, message } = await signedAuthorization(use, { value: 2_000_000n * dollar });
      await viem.assertions.revertWith(submit(), "ERC20: transfer amount exceeds balance");
      assert.equal(await token.read.authorizationState([message.from, nonce]), false);
    });

    it("moves the money of a smart-contract wallet whose owner signed, in both forms", async () => {
      const { token, payer, payee, domain, submit, submitBytes, message } = await signedAuthorization(use);
      const wallet = await viem.deployContract("Wallet", [addressOf(payer)], { client: { wallet: payer } });
      await token.write.transfer([wallet.address, 2n * dollar], { account: payer.account });
      for (const form of [submit, submitBytes] as const) {
        const said = { ...message, from: wallet.address, nonce: word(form === submit ? "first" : "second") };
        const signature = await sign(payer, domain, primaryTypes[use], said);
        const used: () => Promise<Hash> =
          form === submit ? () => submit(signature, said) : () => submitBytes(signature.bytes, said);
        await balancesChange(
          token,
          [
            [wallet.address, -dollar],
            [addressOf(payee), dollar],
          ],
          used,
        );
      }
    });

    it("reverts when a smart-contract wallet does not take the signature for its own", async () => {
      const { token, payer, attacker, domain, submitBytes, message } = await signedAuthorization(use);
      const wallet = await viem.deployContract("Wallet", [addressOf(payer)], { client: { wallet: payer } });
      await token.write.transfer([wallet.address, dollar], { account: payer.account });
      const said = { ...message, from: wallet.address };
      const { bytes } = await sign(attacker, domain, primaryTypes[use], said);
      await viem.assertions.revertWith(submitBytes(bytes, said), invalid);
    });

    it("reverts when the payer is a contract that knows nothing of signatures", async () => {
      const { token, router, payer, domain, submitBytes, message } = await signedAuthorization(use);
      await token.write.transfer([router.address, dollar], { account: payer.account });
      const said = { ...message, from: router.address };
      const { bytes } = await sign(payer, domain, primaryTypes[use], said);
      await viem.assertions.revertWith(submitBytes(bytes, said), invalid);
    });
  });
}

/** The calldata by which somebody submits the authorization through a contract. */
export function asCalldata(use: Use, said: Authorization, { bytes }: Signed, abi: readonly unknown[]) {
  return encodeFunctionData({
    abi,
    functionName: use,
    args: [said.from, said.to, said.value, said.validAfter, said.validBefore, said.nonce, bytes],
  });
}
