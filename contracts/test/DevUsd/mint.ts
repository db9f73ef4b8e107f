import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { zeroAddress } from "viem";

import { addressOf, dollar, fixture, viem } from "../../lib/fixture.ts";

describe("DevUsd.mint", () => {
  it("emits Mint and Transfer and raises balance and supply", async () => {
    const { token, operator, newcomer } = await fixture();
    const supply = await token.read.totalSupply();
    const minted = token.write.mint([addressOf(newcomer), dollar]);
    await viem.assertions.emitWithArgs(minted, token, "Mint", [addressOf(operator), addressOf(newcomer), dollar]);
    await viem.assertions.emitWithArgs(minted, token, "Transfer", [zeroAddress, addressOf(newcomer), dollar]);
    assert.equal(await token.read.balanceOf([addressOf(newcomer)]), dollar);
    assert.equal(await token.read.totalSupply(), supply + dollar);
  });

  it("reverts when the caller is not the owner", async () => {
    const { token, attacker } = await fixture();
    await viem.assertions.revertWith(
      token.write.mint([addressOf(attacker), dollar], { account: attacker.account }),
      "Ownable: caller is not the owner",
    );
  });

  it("reverts when the amount is zero", async () => {
    const { token, newcomer } = await fixture();
    await viem.assertions.revertWith(
      token.write.mint([addressOf(newcomer), 0n]),
      "FiatToken: mint amount not greater than 0",
    );
  });

  it("reverts when the receiver is the zero address", async () => {
    const { token } = await fixture();
    await viem.assertions.revertWith(token.write.mint([zeroAddress, 1n]), "FiatToken: mint to the zero address");
  });

  it("reverts when the balance would reach the bit of the denylist", async () => {
    const { token, newcomer } = await fixture();
    await viem.assertions.revertWith(
      token.write.mint([addressOf(newcomer), 2n ** 255n]),
      "FiatTokenV2_2: Balance exceeds (2^255 - 1)",
    );
  });
});

describe("DevUsd.initialize", () => {
  it("reverts a second time", async () => {
    const { token, attacker } = await fixture();
    await viem.assertions.revertWithCustomError(
      token.write.initialize([addressOf(attacker)], { account: attacker.account }),
      token,
      "InvalidInitialization",
    );
  });

  it("reverts on the implementation itself", async () => {
    const { attacker } = await fixture();
    const implementation = await viem.deployContract("DevUsd");
    await viem.assertions.revertWithCustomError(
      implementation.write.initialize([addressOf(attacker)], { account: attacker.account }),
      implementation,
      "InvalidInitialization",
    );
  });
});

describe("DevUsdProxy", () => {
  it("keeps its admin out of the token", async () => {
    const { token, payee, publicClient } = await fixture();
    const proxy = await viem.getContractAt("DevUsdProxy", token.address);
    const admin = "0x000000000000000000000000000000000000dEaD";
    await viem.assertions.revertWithCustomErrorWithArgs(
      publicClient.simulateContract({
        address: token.address,
        abi: [...token.abi, ...proxy.abi],
        functionName: "transfer",
        args: [addressOf(payee), 0n],
        account: admin,
      }) as never,
      proxy,
      "CallerIsAdmin",
      [admin],
    );
  });
});
