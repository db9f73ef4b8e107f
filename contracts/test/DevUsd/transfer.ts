import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { zeroAddress } from "viem";

import { addressOf, balancesChange, dollar, fixture, never, viem } from "../../lib/fixture.ts";

describe("DevUsd.transfer", () => {
  it("emits Transfer and moves the money", async () => {
    const { token, payer, payee } = await fixture();
    await balancesChange(
      token,
      [
        [addressOf(payer), -dollar],
        [addressOf(payee), dollar],
      ],
      () =>
        viem.assertions.emitWithArgs(
          token.write.transfer([addressOf(payee), dollar], { account: payer.account }),
          token,
          "Transfer",
          [addressOf(payer), addressOf(payee), dollar],
        ),
    );
  });

  it("leaves the balance as it is when one pays oneself", async () => {
    const { token, payer } = await fixture();
    await balancesChange(token, [[addressOf(payer), 0n]], () =>
      token.write.transfer([addressOf(payer), dollar], { account: payer.account }),
    );
  });

  it("reverts when the amount is more than the balance", async () => {
    const { token, pauper, payee } = await fixture();
    await viem.assertions.revertWith(
      token.write.transfer([addressOf(payee), 1n], { account: pauper.account }),
      "ERC20: transfer amount exceeds balance",
    );
  });

  it("reverts when the payee is the zero address", async () => {
    const { token, payer } = await fixture();
    await viem.assertions.revertWith(
      token.write.transfer([zeroAddress, dollar], { account: payer.account }),
      "ERC20: transfer to the zero address",
    );
  });

  it("reverts when the payee is the token", async () => {
    const { token, payer } = await fixture();
    await viem.assertions.revertWith(
      token.write.transfer([token.address, dollar], { account: payer.account }),
      "Blacklistable: account is blacklisted",
    );
  });
});

describe("DevUsd.transferFrom", () => {
  it("moves the money and lowers the allowance by the amount", async () => {
    const { token, payer, payee, other } = await fixture();
    await token.write.approve([addressOf(other), 3n * dollar], { account: payer.account });
    await balancesChange(
      token,
      [
        [addressOf(payer), -dollar],
        [addressOf(payee), dollar],
        [addressOf(other), 0n],
      ],
      () => token.write.transferFrom([addressOf(payer), addressOf(payee), dollar], { account: other.account }),
    );
    assert.equal(await token.read.allowance([addressOf(payer), addressOf(other)]), 2n * dollar);
  });

  it("lowers an allowance without limit as well", async () => {
    const { token, payer, payee, other } = await fixture();
    await token.write.approve([addressOf(other), never], { account: payer.account });
    await token.write.transferFrom([addressOf(payer), addressOf(payee), dollar], { account: other.account });
    assert.equal(await token.read.allowance([addressOf(payer), addressOf(other)]), never - dollar);
  });

  it("reverts when the amount is more than the allowance", async () => {
    const { token, payer, payee, other } = await fixture();
    await token.write.approve([addressOf(other), dollar], { account: payer.account });
    await viem.assertions.revertWith(
      token.write.transferFrom([addressOf(payer), addressOf(payee), dollar + 1n], { account: other.account }),
      "ERC20: transfer amount exceeds allowance",
    );
  });
});

describe("DevUsd.approve", () => {
  it("emits Approval and sets the allowance", async () => {
    const { token, payer, other } = await fixture();
    await viem.assertions.emitWithArgs(
      token.write.approve([addressOf(other), dollar], { account: payer.account }),
      token,
      "Approval",
      [addressOf(payer), addressOf(other), dollar],
    );
    assert.equal(await token.read.allowance([addressOf(payer), addressOf(other)]), dollar);
  });

  it("is raised and lowered by what is asked", async () => {
    const { token, payer, other } = await fixture();
    await token.write.increaseAllowance([addressOf(other), 5n], { account: payer.account });
    await token.write.decreaseAllowance([addressOf(other), 2n], { account: payer.account });
    assert.equal(await token.read.allowance([addressOf(payer), addressOf(other)]), 3n);
  });

  it("reverts when it would be lowered below zero", async () => {
    const { token, payer, other } = await fixture();
    await viem.assertions.revertWith(
      token.write.decreaseAllowance([addressOf(other), 1n], { account: payer.account }),
      "ERC20: decreased allowance below zero",
    );
  });

  it("reverts when the spender is the zero address", async () => {
    const { token, payer } = await fixture();
    await viem.assertions.revertWith(
      token.write.approve([zeroAddress, 1n], { account: payer.account }),
      "ERC20: approve to the zero address",
    );
  });
});
