import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { type Address, encodeFunctionData, erc20Abi, zeroAddress } from "viem";

import { addressOf, balancesChange, dollar, viem, word } from "../../lib/fixture.ts";
import { oddToken, permit2Nonce, signedTips, sumOfThree } from "../../lib/routerFixture.ts";
import { describeSignedTips } from "../../lib/signedTips.ts";
import { compact, split } from "../../lib/signing.ts";
import { permit2DataOf, signForPermit2, signForRouter } from "../../lib/terms.ts";

describeSignedTips("tipWithPermit2", async (call) => {
  await assert.rejects(call, /InvalidSigner|InvalidSignature|InvalidNonce|TermsExpired/);
});

async function setUp() {
  const signed = await signedTips("tipWithPermit2");
  return { ...signed, permit2: await viem.getContractAt("DevPermit2", signed.deployed.permit2) };
}

describe("TipRouter.tipWithPermit2, as Permit2 sees it", () => {
  it("uses one bit of the payer's nonces", async () => {
    const { permit2, payer, submit } = await setUp();
    await submit();
    assert.equal(await permit2.read.nonceBitmap([addressOf(payer), permit2Nonce >> 8n]), 1n << (permit2Nonce & 255n));
  });

  it("pays a token that knows nothing of signatures", async () => {
    const start = await setUp();
    const { router, payer, payee, deployed, terms } = start;
    const plain = await oddToken("PlainToken", start, [payer]);
    const tips = [{ payee: addressOf(payee), amount: 60n, paymentReference: word("a post") }];
    const said = { ...terms, token: plain.address, payees: [addressOf(payee)], amounts: [60n] };
    const { bytes } = await signForPermit2(payer, { ...said, references: [word("a post")] }, permit2Nonce);
    assert.equal(terms.router, router.address);
    assert.equal(deployed.permit2, "0x000000000022D473030F116dDEE9F6B43aC78BA3");
    await balancesChange(plain, [[addressOf(payee), 60n]], () => start.submit({ token: plain.address, tips }, bytes));
  });

  it("takes a signature of 64 bytes, as Permit2 does", async () => {
    const { token, payer, signed, submit } = await setUp();
    await balancesChange(token, [[addressOf(payer), -sumOfThree]], () => submit({}, compact(signed)));
  });

  it("reverts when the payer has not approved Permit2", async () => {
    const { token, permit2, payer, submit } = await setUp();
    await token.write.approve([permit2.address, sumOfThree - 1n], { account: payer.account });
    await viem.assertions.revertWith(submit(), "ERC20: transfer amount exceeds allowance");
  });

  it("reverts when the nonce was used or given up, or is another than was signed", async () => {
    const { permit2, payer, submit } = await setUp();
    await viem.assertions.revertWithCustomError(submit({ nonce: permit2Nonce + 1n }), permit2, "InvalidSigner");
    await permit2.write.invalidateUnorderedNonces([permit2Nonce >> 8n, 1n << (permit2Nonce & 255n)], {
      account: payer.account,
    });
    await viem.assertions.revertWithCustomError(submit(), permit2, "InvalidNonce");
  });

  it("reverts from validBefore on, though Permit2 would take it in that second", async () => {
    const { router, submit } = await setUp();
    await viem.assertions.revertWithCustomErrorWithArgs(
      submit({ validBefore: 1n }),
      router,
      "TermsExpired",
      [1n],
    );
  });

  it("reverts when it was signed for another chain, another router or another token", async () => {
    const { permit2, payer, terms, deployed, submit } = await setUp();
    const elsewhere = [
      { ...terms, chainId: 8453n },
      { ...terms, router: deployed.twoTips },
      { ...terms, token: deployed.otherToken },
    ];
    for (const what of elsewhere) {
      const { bytes } = await signForPermit2(payer, what, permit2Nonce);
      await viem.assertions.revertWithCustomError(submit({}, bytes), permit2, "InvalidSigner");
    }
    // The chain in the terms and that of the domain are signed each for itself.
    const data = permit2DataOf(terms, permit2Nonce);
    const otherDomain = { ...data, domain: { ...data.domain, chainId: 8453 } };
    const { bytes } = split(await payer.signTypedData(otherDomain));
    await viem.assertions.revertWithCustomError(submit({}, bytes), permit2, "InvalidSigner");
  });

  it("is not the signature of an authorization", async () => {
    const { permit2, payer, domain, terms, submit } = await setUp();
    const { bytes } = await signForRouter(payer, addressOf(payer), domain, terms);
    await viem.assertions.revertWithCustomError(submit({}, bytes), permit2, "InvalidSigner");
  });

  it("moves the money of a smart-contract wallet whose owner signed", async () => {
    const { token, permit2, payer, attacker, terms, signed, submit } = await setUp();
    const wallet = await viem.deployContract("Wallet", [addressOf(payer)], { client: { wallet: payer } });
    await token.write.transfer([wallet.address, 6n * dollar], { account: payer.account });
    await wallet.write.execute([token.address, approveAll(permit2.address)]);
    const { bytes } = await signForPermit2(attacker, terms, permit2Nonce);
    await viem.assertions.revertWithCustomError(
      submit({ payer: wallet.address }, bytes),
      permit2,
      "InvalidContractSignature",
    );
    await balancesChange(token, [[wallet.address, -sumOfThree]], () =>
      submit({ payer: wallet.address }, signed.bytes),
    );
  });

  it("reverts when the payer is nobody", async () => {
    const { permit2, submit } = await setUp();
    await viem.assertions.revertWithCustomError(submit({ payer: zeroAddress }), permit2, "InvalidSigner");
    const nobody = `0x${"00".repeat(65)}` as const;
    await viem.assertions.revertWithCustomError(submit({ payer: zeroAddress }, nobody), permit2, "InvalidSignature");
  });
});

function approveAll(spender: Address) {
  return encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [spender, 2n ** 256n - 1n] });
}
