import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";

import { artifacts, network } from "hardhat";

import { deploy, firstBalance, owner } from "../lib/deployment.ts";
import { addressOf, dollar, fixture, viem } from "../lib/fixture.ts";

const committed = JSON.parse(await readFile(new URL("../deployments/31337.json", import.meta.url), "utf8"));

describe("The deployment", () => {
  it("has the addresses that are committed", async () => {
    const { deployed } = await fixture();
    const { startBlock, ...addresses } = deployed;
    assert.deepEqual(addresses, committed);
    assert(startBlock > 0);
  });

  it("has the same addresses on a chain where other things were deployed before", async () => {
    const { viem } = await network.create("default");
    const [someone, operator] = await viem.getWalletClients();
    assert(someone && operator);
    await viem.deployContract("PlainToken", [], { client: { wallet: someone } });
    const { startBlock, ...addresses } = await deploy(artifacts, await viem.getPublicClient(), operator);
    assert.deepEqual(addresses, committed);
    assert(startBlock > 1);
  });

  it("sends nothing the second time and finds the same", async () => {
    const { deployed, publicClient, operator } = await fixture();
    const head = await publicClient.getBlockNumber();
    assert.deepEqual(await deploy(artifacts, publicClient, operator), deployed);
    assert.equal(await publicClient.getBlockNumber({ cacheTime: 0 }), head);
  });

  it("does not fill up an account that has spent its dollars", async () => {
    const { token, publicClient, operator, payer, payee } = await fixture();
    await token.write.transfer([addressOf(payee), firstBalance], { account: payer.account });
    await deploy(artifacts, publicClient, operator);
    assert.equal(await token.read.balanceOf([addressOf(payer)]), 0n);
  });

  it("gives each of the first ten accounts a million dollars and the others none", async () => {
    const { token } = await fixture();
    const wallets = await viem.getWalletClients();
    const balances = await Promise.all(wallets.map((wallet) => token.read.balanceOf([addressOf(wallet)])));
    assert.deepEqual(
      balances,
      wallets.map((_, i) => (i < 10 ? 1_000_000n * dollar : 0n)),
    );
  });

  it("makes account #0 the owner of the token", async () => {
    const { token } = await fixture();
    assert.equal(await token.read.owner(), owner);
  });

  it("gives the router the bytecode that was compiled", async () => {
    const { publicClient, router } = await fixture();
    const { deployedBytecode } = await artifacts.readArtifact("TipRouter");
    assert.equal(await publicClient.getCode({ address: router.address }), deployedBytecode);
  });

  it("refuses a chain with another id before it sends anything", async () => {
    const { viem } = await network.create({ network: "default", override: { chainId: 8453 } });
    const publicClient = await viem.getPublicClient();
    const [operator] = await viem.getWalletClients();
    assert(operator);
    await assert.rejects(deploy(artifacts, publicClient, operator), /has id 8453\. The test dollar is for chain 31337/);
    assert.equal(await publicClient.getBlockNumber(), 0n);
  });
});

describe("A signature for one chain", () => {
  it("does not count on another, where the token has another domain separator", async () => {
    const separators = [];
    for (const chainId of [31337, 8453]) {
      const { viem } = await network.create({ network: "default", override: { chainId } });
      const token = await viem.deployContract("DevUsd");
      separators.push([token.address, await token.read.DOMAIN_SEPARATOR()]);
    }
    assert.equal(separators[0]?.[0], separators[1]?.[0]);
    assert.notEqual(separators[0]?.[1], separators[1]?.[1]);
  });
});
