import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { artifacts } from "hardhat";
import { type Abi, encodeFunctionData, erc20Abi, zeroAddress } from "viem";

import { addressOf, balancesChange, dollar, farFuture, fixture, viem, word } from "../../lib/fixture.ts";
import { sign } from "../../lib/signing.ts";
import { storageLayoutOf } from "../../lib/storageLayout.ts";

const reference = word("a post");

/** Somebody has sent the router seven dollars by mistake. */
async function strayMoney() {
  const start = await fixture();
  await start.token.write.transfer([start.router.address, 7n * dollar], { account: start.other.account });
  await start.token.write.approve([start.router.address, 100n * dollar], { account: start.payer.account });
  return start;
}

describe("TipRouter has no custody", () => {
  it("keeps what was sent to it by mistake unchanged through a tip", async () => {
    const { token, router, payer, payee } = await strayMoney();
    await balancesChange(token, [[router.address, 0n]], () =>
      router.write.tip([token.address, addressOf(payee), dollar, reference], { account: payer.account }),
    );
    assert.equal(await token.read.balanceOf([router.address]), 7n * dollar);
  });

  it("keeps what was sent to it by mistake unchanged through a tip with a permit", async () => {
    const { token, router, payer, payee, domain } = await strayMoney();
    const permit = { owner: addressOf(payer), spender: router.address, value: dollar, nonce: 0n, deadline: farFuture };
    const { v, r, s } = await sign(payer, domain, "Permit", permit);
    await balancesChange(token, [[router.address, 0n]], () =>
      router.write.tipWithPermit([token.address, addressOf(payee), dollar, reference, farFuture, v, r, s], {
        account: payer.account,
      }),
    );
  });

  it("lets nobody take what was sent to it by mistake, not even the owner of the token by a tip", async () => {
    const { token, router, attacker, operator } = await strayMoney();
    for (const thief of [attacker, operator]) {
      await viem.assertions.revertWith(
        router.write.tip([token.address, addressOf(thief), dollar, reference], { account: thief.account }),
        "ERC20: transfer amount exceeds allowance",
      );
    }
    assert.equal(await token.read.balanceOf([router.address]), 7n * dollar);
  });

  it("never spends the allowance of anybody but the caller", async () => {
    const { token, router, payer, attacker } = await strayMoney();
    await viem.assertions.revertWith(
      router.write.tip([token.address, addressOf(attacker), dollar, reference], { account: attacker.account }),
      "ERC20: transfer amount exceeds allowance",
    );
    assert.equal(await token.read.allowance([addressOf(payer), router.address]), 100n * dollar);
  });

  it("gives nobody an allowance over its own tokens", async () => {
    const { token, router, payer, payee, attacker } = await strayMoney();
    await router.write.tip([token.address, addressOf(payee), dollar, reference], { account: payer.account });
    for (const spender of [payer, payee, attacker].map(addressOf)) {
      assert.equal(await token.read.allowance([router.address, spender]), 0n);
    }
  });

  it("can't be made to call a token's other functions through the token's address", async () => {
    const { token, router, attacker } = await strayMoney();
    const steal = encodeFunctionData({
      abi: erc20Abi,
      functionName: "transfer",
      args: [addressOf(attacker), 7n * dollar],
    });
    await assert.rejects(attacker.sendTransaction({ to: router.address, data: steal }), /reverted/);
    assert.equal(await token.read.balanceOf([router.address]), 7n * dollar);
  });

  it("has seven ways to pay, none of which takes native coin, and nothing that an owner could do", async () => {
    const { abi } = await artifacts.readArtifact("TipRouter");
    const callable = (abi as Abi).filter(({ type }) => type !== "error" && type !== "event");
    assert.deepEqual(
      callable.map((each) => (each.type === "function" ? [each.type, each.name, each.stateMutability] : [each.type])),
      [
        ["function", "tip", "nonpayable"],
        ["function", "tipMany", "nonpayable"],
        ["function", "tipManyWithPermit", "nonpayable"],
        ["function", "tipWithAuthorization", "nonpayable"],
        ["function", "tipWithAuthorizations", "nonpayable"],
        ["function", "tipWithPermit", "nonpayable"],
        ["function", "tipWithPermit2", "nonpayable"],
      ],
    );
  });

  it("has no storage", async () => {
    assert.deepEqual(await storageLayoutOf(artifacts, "TipRouter"), []);
  });

  it("has no instruction that writes storage, creates, destroys or runs foreign code as its own", async () => {
    const { deployedBytecode } = await artifacts.readArtifact("TipRouter");
    const forbidden = new Map([
      [0x55, "SSTORE"],
      [0x5d, "TSTORE"],
      [0xf0, "CREATE"],
      [0xf2, "CALLCODE"],
      [0xf4, "DELEGATECALL"],
      [0xf5, "CREATE2"],
      [0xff, "SELFDESTRUCT"],
    ]);
    const code = Buffer.from(deployedBytecode.slice(2), "hex");
    const metadata = code.readUInt16BE(code.length - 2) + 2;

    const found: string[] = [];
    for (let at = 0; at < code.length - metadata; at++) {
      const instruction = code[at] ?? 0;
      const name = forbidden.get(instruction);
      if (name !== undefined) found.push(name);
      if (instruction >= 0x60 && instruction <= 0x7f) at += instruction - 0x5f; // PUSH1 … PUSH32 carry data
    }
    assert.deepEqual(found, []);
  });

  it("pays nobody when the payee is nobody", async () => {
    const { token, router, payer } = await strayMoney();
    await balancesChange(token, [[addressOf(payer), 0n]], () =>
      assert.rejects(router.write.tip([token.address, zeroAddress, dollar, reference], { account: payer.account })),
    );
  });
});
