import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { artifacts } from "hardhat";
import { type Abi, getAddress, getContractAddress, zeroAddress } from "viem";

import { type Share, request, stranger, strangers } from "../../lib/deposits.ts";
import { addressOf, fixture, viem, word } from "../../lib/fixture.ts";
import { storageLayoutOf } from "../../lib/storageLayout.ts";

describe("ForwarderFactory.deploy", () => {
  it("puts a forwarder where it was said before, whoever calls", async () => {
    const { factory, attacker, publicClient } = await fixture();
    const shares = strangers(6_000, 4_000);
    const address = await factory.read.forwarderOf([request, shares]);
    assert.equal(await publicClient.getCode({ address }), undefined);
    await factory.write.deploy([request, shares], { account: attacker.account });
    const forwarder = await viem.getContractAt("Forwarder", address);
    assert.deepEqual(await forwarder.read.shares(), shares);
  });

  it("answers where the forwarder stands, the first time and later", async () => {
    const { factory } = await fixture();
    const shares = strangers(10_000);
    const address = await factory.read.forwarderOf([request, shares]);
    for (let i = 0; i < 2; i++) {
      const { result } = await factory.simulate.deploy([request, shares]);
      assert.equal(result, address);
      await factory.write.deploy([request, shares]);
    }
  });

  it("changes nothing the second time and leaves no log", async () => {
    const { factory, publicClient } = await fixture();
    const shares = strangers(10_000);
    const address = await factory.read.forwarderOf([request, shares]);
    await factory.write.deploy([request, shares]);
    const code = await publicClient.getCode({ address });
    const hash = await factory.write.deploy([request, shares]);
    assert.deepEqual((await publicClient.getTransactionReceipt({ hash })).logs, []);
    assert.equal(await publicClient.getCode({ address }), code);
  });

  it("gives every reference, order and share an address of its own", async () => {
    const { factory } = await fixture();
    const [first, second] = [stranger(0), stranger(1)];
    const variants: [`0x${string}`, Share[]][] = [
      [request, strangers(5_000, 5_000)],
      [word("another request"), strangers(5_000, 5_000)],
      [request, strangers(5_001, 4_999)],
      [request, strangers(10_000)],
      [
        request,
        [
          { payee: second, basisPoints: 5_000 },
          { payee: first, basisPoints: 5_000 },
        ],
      ],
    ];
    const addresses = await Promise.all(variants.map((args) => factory.read.forwarderOf(args)));
    assert.equal(new Set(addresses).size, variants.length);
  });

  it("has the shared code where its own first creation puts it", async () => {
    const { factory } = await fixture();
    const implementation = getContractAddress({ from: factory.address, nonce: 1n });
    assert.equal(await factory.read.implementation(), implementation);
  });

  const refusals: [string, Share[], string, unknown[]][] = [
    ["there are no payees", [], "PayeeCountOutOfRange", [0n, 20n]],
    ["there are 21", strangers(...Array<number>(20).fill(476), 480), "PayeeCountOutOfRange", [21n, 20n]],
    ["a payee is zero", [...strangers(9_000), { payee: zeroAddress, basisPoints: 1_000 }], "PayeeIsZero", [1n]],
    ["a share is zero", strangers(10_000, 0), "ShareIsZero", [stranger(1)]],
    ["a payee is there twice", [...strangers(5_000), ...strangers(5_000)], "PayeeIsThereTwice", [stranger(0)]],
    ["the shares are less than the whole", strangers(5_000, 4_999), "SharesAreNotTheWhole", [9_999n, 10_000n]],
    ["the shares are more than the whole", strangers(5_000, 5_001), "SharesAreNotTheWhole", [10_001n, 10_000n]],
  ];
  for (const [what, shares, error, args] of refusals) {
    it(`reverts when ${what}`, async () => {
      const { factory, token } = await fixture();
      for (const call of [
        () => factory.write.deploy([request, shares]),
        () => factory.write.deployAndSweep([request, shares, token.address]),
      ]) {
        await viem.assertions.revertWithCustomErrorWithArgs(call(), factory, error as "ShareIsZero", args as never);
      }
    });
  }

  it("reverts when a payee is the factory or the shared code, which could not give the money on", async () => {
    const { factory } = await fixture();
    for (const payee of [getAddress(factory.address), await factory.read.implementation()]) {
      const shares = [{ payee, basisPoints: 10_000 }];
      await viem.assertions.revertWithCustomErrorWithArgs(
        factory.write.deploy([request, shares]),
        factory,
        "PayeeKeepsMoney",
        [payee],
      );
      await assert.rejects(factory.read.forwarderOf([request, shares]), /PayeeKeepsMoney/);
    }
  });

  it("takes no native coin", async () => {
    const { factory, payer } = await fixture();
    await assert.rejects(payer.sendTransaction({ to: factory.address, value: 1n }), /revert/);
  });

  it("has no storage, and nothing that an owner could do", async () => {
    assert.deepEqual(await storageLayoutOf(artifacts, "ForwarderFactory"), []);
    const { abi } = await artifacts.readArtifact("ForwarderFactory");
    const functions = (abi as Abi).filter((each) => each.type === "function").map(({ name }) => name);
    assert.deepEqual(functions, ["deploy", "deployAndSweep", "forwarderOf", "implementation"]);
  });

  it("answers for a payee who is an account of the chain as for any other", async () => {
    const { factory, payee } = await fixture();
    const shares = [{ payee: addressOf(payee), basisPoints: 10_000 }];
    await factory.write.deploy([request, shares]);
    const forwarder = await viem.getContractAt("Forwarder", await factory.read.forwarderOf([request, shares]));
    assert.deepEqual(await forwarder.read.shares(), shares);
  });
});
