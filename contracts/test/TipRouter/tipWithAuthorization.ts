import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { getAddress } from "viem";

import { addressOf, balancesChange, dollar, viem, word } from "../../lib/fixture.ts";
import { feeReceiver, permit2Nonce, signedTips, storyOf, sumOfThree, termsHere } from "../../lib/routerFixture.ts";
import { describeSignedTips } from "../../lib/signedTips.ts";
import { compact, sign, withHighS, withLowV } from "../../lib/signing.ts";
import { authorizationOf, hashOf, signForPermit2, signForRouter } from "../../lib/terms.ts";

describeSignedTips("tipWithAuthorization", async (call) => {
  await assert.rejects(
    call,
    /FiatTokenV2: (invalid signature|authorization is (used or canceled|expired))/,
    "the token takes what was not signed",
  );
});

describe("TipRouter.tipWithAuthorization, as the token sees it", () => {
  it("uses the hash of the terms as nonce, as viem reckons it", async () => {
    const { payer, terms, submit } = await signedTips("tipWithAuthorization", {
      fee: 3n,
      feeReceiver,
    });
    const [first] = await storyOf(await submit());
    assert.deepEqual(first, ["AuthorizationUsed", addressOf(payer), hashOf(terms)]);
  });

  it("can't be brought forward: nobody but the router can use the authorization", async () => {
    const { token, router, payer, attacker, terms, signed, submit } = await signedTips("tipWithAuthorization");
    const { from, to, value, validAfter, validBefore, nonce } = authorizationOf(terms, addressOf(payer), router.address);
    const args = [from, to, value, validAfter, validBefore, nonce, signed.bytes] as const;
    await viem.assertions.revertWith(
      token.write.receiveWithAuthorization(args, { account: attacker.account }),
      "FiatTokenV2: caller must be the payee",
    );
    await viem.assertions.revertWith(
      token.write.transferWithAuthorization(args, { account: attacker.account }),
      "FiatTokenV2: invalid signature",
    );
    await balancesChange(token, [[addressOf(payer), -sumOfThree]], () => submit());
  });

  it("reverts when it was signed to be sent to the router by anybody", async () => {
    const { router, payer, domain, terms, submit } = await signedTips("tipWithAuthorization");
    const message = authorizationOf(terms, addressOf(payer), router.address);
    const { bytes } = await sign(payer, domain, "TransferWithAuthorization", message);
    await viem.assertions.revertWith(submit({}, bytes), "FiatTokenV2: invalid signature");
  });

  it("reverts when it was signed for another chain, another router or another token", async () => {
    const { payer, domain, terms, deployed, submit } = await signedTips("tipWithAuthorization");
    const elsewhere = [
      [domain, { ...terms, chainId: 8453n }],
      [{ ...domain, chainId: 8453 }, terms],
      [{ ...domain, chainId: 8453 }, { ...terms, chainId: 8453n }],
      [domain, { ...terms, router: deployed.twoTips }],
      [{ ...domain, verifyingContract: deployed.otherToken }, terms],
      [domain, { ...terms, token: deployed.otherToken }],
    ] as const;
    for (const [where, what] of elsewhere) {
      const { bytes } = await signForRouter(payer, addressOf(payer), where, what);
      await viem.assertions.revertWith(submit({}, bytes), "FiatTokenV2: invalid signature");
    }
  });

  it("reverts when s is high, v is 0 or 1, or it has 64 bytes", async () => {
    const { signed, submit } = await signedTips("tipWithAuthorization");
    const cut = signed.bytes.slice(0, -2) as typeof signed.bytes;
    for (const twin of [withHighS(signed).bytes, withLowV(signed).bytes, compact(signed), cut]) {
      await viem.assertions.revertWith(submit({}, twin), "FiatTokenV2: invalid signature");
    }
  });

  it("reverts when it is cancelled before", async () => {
    const { token, payer, domain, terms, submit } = await signedTips("tipWithAuthorization");
    const nonce = hashOf(terms);
    const { bytes } = await sign(payer, domain, "CancelAuthorization", { authorizer: addressOf(payer), nonce });
    await token.write.cancelAuthorization([addressOf(payer), nonce, bytes]);
    await viem.assertions.revertWith(submit(), "FiatTokenV2: authorization is used or canceled");
  });

  it("is not the signature for Permit2", async () => {
    const { payer, terms, submit } = await signedTips("tipWithAuthorization");
    const { bytes } = await signForPermit2(payer, terms, permit2Nonce);
    await viem.assertions.revertWith(submit({}, bytes), "FiatTokenV2: invalid signature");
  });

  it("moves the money of a smart-contract wallet whose owner signed", async () => {
    const { token, payer, attacker, domain, tips, submit, ...start } = await signedTips("tipWithAuthorization");
    const wallet = await viem.deployContract("Wallet", [addressOf(payer)], { client: { wallet: payer } });
    await token.write.transfer([wallet.address, 6n * dollar], { account: payer.account });
    const terms = termsHere({ token, payer, attacker, domain, ...start }, tips);
    const { bytes } = await signForRouter(payer, wallet.address, domain, terms);
    await balancesChange(token, [[wallet.address, -sumOfThree]], () => submit({ payer: wallet.address }, bytes));
    const by = await signForRouter(attacker, wallet.address, domain, { ...terms, salt: word("another salt") });
    await viem.assertions.revertWith(
      submit({ payer: wallet.address, salt: word("another salt") }, by.bytes),
      "FiatTokenV2: invalid signature",
    );
  });

  it("reverts when the payer is the router, which signs nothing", async () => {
    const { token, router, other, signed, submit } = await signedTips("tipWithAuthorization");
    await token.write.transfer([router.address, 7n * dollar], { account: other.account });
    for (const bytes of [signed.bytes, "0x"] as const) {
      await viem.assertions.revertWith(
        submit({ payer: getAddress(router.address) }, bytes),
        "FiatTokenV2: invalid signature",
      );
    }
  });
});
