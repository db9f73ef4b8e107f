import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { addressOf, dollar, farFuture, fixture, viem, word } from "../../lib/fixture.ts";
import { sign } from "../../lib/signing.ts";

const refusal = "Blacklistable: account is blacklisted";

/** The payer is denylisted; before that he allowed the other to spend. */
async function denylisted() {
  const start = await fixture();
  await start.token.write.approve([addressOf(start.other), dollar], { account: start.payer.account });
  await start.token.write.blacklist([addressOf(start.payer)]);
  return start;
}

describe("DevUsd.blacklist", () => {
  it("emits Blacklisted and shows it", async () => {
    const { token, payer } = await fixture();
    await viem.assertions.emitWithArgs(token.write.blacklist([addressOf(payer)]), token, "Blacklisted", [
      addressOf(payer),
    ]);
    assert.equal(await token.read.isBlacklisted([addressOf(payer)]), true);
  });

  it("leaves the balance as it was", async () => {
    const { token, payer } = await fixture();
    const before = await token.read.balanceOf([addressOf(payer)]);
    await token.write.blacklist([addressOf(payer)]);
    assert.equal(await token.read.balanceOf([addressOf(payer)]), before);
  });

  it("stops payments from the account", async () => {
    const { token, payer, payee } = await denylisted();
    await viem.assertions.revertWith(
      token.write.transfer([addressOf(payee), dollar], { account: payer.account }),
      refusal,
    );
  });

  it("stops payments to the account", async () => {
    const { token, payer, payee } = await denylisted();
    await viem.assertions.revertWith(
      token.write.transfer([addressOf(payer), dollar], { account: payee.account }),
      refusal,
    );
  });

  it("stops payments from the account by its spender", async () => {
    const { token, payer, payee, other } = await denylisted();
    await viem.assertions.revertWith(
      token.write.transferFrom([addressOf(payer), addressOf(payee), dollar], { account: other.account }),
      refusal,
    );
  });

  it("stops payments by the account as a spender", async () => {
    const { token, payer, payee, other } = await fixture();
    await token.write.approve([addressOf(other), dollar], { account: payer.account });
    await token.write.blacklist([addressOf(other)]);
    await viem.assertions.revertWith(
      token.write.transferFrom([addressOf(payer), addressOf(payee), dollar], { account: other.account }),
      refusal,
    );
  });

  it("stops payments by the account as a spender while another is taken off the denylist", async () => {
    const { token, payer, payee, other, attacker } = await fixture();
    await token.write.approve([addressOf(other), dollar], { account: payer.account });
    for (const account of [other, other, attacker]) await token.write.blacklist([addressOf(account)]);
    await token.write.unBlacklist([addressOf(attacker)]);
    await token.write.unBlacklist([addressOf(attacker)]);
    await viem.assertions.revertWith(
      token.write.transferFrom([addressOf(payer), addressOf(payee), dollar], { account: other.account }),
      refusal,
    );
  });

  it("stops payments that the account has signed, and those to it", async () => {
    const { token, payer, payee, domain } = await denylisted();
    for (const [from, to] of [
      [payer, payee],
      [payee, payer],
    ] as const) {
      const message = {
        from: addressOf(from),
        to: addressOf(to),
        value: dollar,
        validAfter: 0n,
        validBefore: farFuture,
        nonce: word("an authorization"),
      };
      const { bytes } = await sign(from, domain, "TransferWithAuthorization", message);
      await viem.assertions.revertWith(
        token.write.transferWithAuthorization([message.from, message.to, dollar, 0n, farFuture, message.nonce, bytes]),
        refusal,
      );
    }
  });

  it("stops new money for the account", async () => {
    const { token, payer } = await denylisted();
    await viem.assertions.revertWith(token.write.mint([addressOf(payer), dollar]), refusal);
  });

  it("lets the account approve, as USDC does", async () => {
    const { token, payer, other } = await denylisted();
    await token.write.approve([addressOf(other), 2n * dollar], { account: payer.account });
    assert.equal(await token.read.allowance([addressOf(payer), addressOf(other)]), 2n * dollar);
  });

  it("holds for the token itself from the start and for good", async () => {
    const { token } = await fixture();
    assert.equal(await token.read.isBlacklisted([token.address]), true);
    await viem.assertions.revertWith(
      token.write.unBlacklist([token.address]),
      "DevUsd: the token stays blacklisted",
    );
  });

  it("reverts when the caller is not the owner", async () => {
    const { token, payer, attacker } = await fixture();
    await viem.assertions.revertWith(
      token.write.blacklist([addressOf(payer)], { account: attacker.account }),
      "Ownable: caller is not the owner",
    );
  });
});

describe("DevUsd.unBlacklist", () => {
  it("emits UnBlacklisted and lets the account pay again", async () => {
    const { token, payer, payee } = await denylisted();
    await viem.assertions.emitWithArgs(token.write.unBlacklist([addressOf(payer)]), token, "UnBlacklisted", [
      addressOf(payer),
    ]);
    await viem.assertions.emitWithArgs(
      token.write.transfer([addressOf(payee), dollar], { account: payer.account }),
      token,
      "Transfer",
      [addressOf(payer), addressOf(payee), dollar],
    );
  });

  it("reverts when the caller is not the owner", async () => {
    const { token, payer } = await denylisted();
    await viem.assertions.revertWith(
      token.write.unBlacklist([addressOf(payer)], { account: payer.account }),
      "Ownable: caller is not the owner",
    );
  });
});
