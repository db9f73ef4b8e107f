import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { encodeFunctionData, getAddress, toFunctionSelector, zeroAddress, zeroHash } from "viem";

import { addressOf, dollar, fixture, paymentLogsOf, viem } from "../../lib/fixture.ts";

/** The wallet of account #0, with ten dollars, and calls of it. */
async function fundedAccount() {
  const start = await fixture();
  const { token, smartAccount, payee } = start;
  await token.write.mint([smartAccount.address, 10n * dollar]);
  const transfer = (amount: bigint) =>
    encodeFunctionData({ abi: token.abi, functionName: "transfer", args: [addressOf(payee), amount] });
  const paid = (value: bigint) => ({
    name: "Transfer",
    token: getAddress(token.address),
    from: getAddress(smartAccount.address),
    to: addressOf(payee),
    value,
  });
  const operation = (callData: `0x${string}`) => ({
    sender: smartAccount.address,
    nonce: 0n,
    initCode: "0x" as const,
    callData,
    accountGasLimits: zeroHash,
    preVerificationGas: 0n,
    gasFees: zeroHash,
    paymasterAndData: "0x" as const,
    signature: "0x" as const,
  });
  return { ...start, transfer, paid, operation };
}

describe("SmartAccount", () => {
  it("has the functions of wallets in use, and its entry point that of version 0.7", async () => {
    const { smartAccount, entryPoint } = await fixture();
    const selectorOf = (abi: readonly { type: string }[], name: string) =>
      toFunctionSelector(abi.find((each) => "name" in each && each.name === name) as never);
    assert.equal(selectorOf(smartAccount.abi, "execute"), "0xb61d27f6");
    assert.equal(selectorOf(smartAccount.abi, "executeBatch"), "0x47e1da2a");
    assert.equal(selectorOf(entryPoint.abi, "handleOps"), "0x765e827f");
  });

  it("makes a call of its owner", async () => {
    const { token, smartAccount, transfer, paid } = await fundedAccount();
    const hash = await smartAccount.write.execute([token.address, 0n, transfer(dollar)]);
    assert.deepEqual(await paymentLogsOf(hash), [paid(dollar)]);
  });

  it("makes several calls of its owner, all or none", async () => {
    const { token, smartAccount, transfer, paid } = await fundedAccount();
    const [to, none] = [token.address, 0n];
    const hash = await smartAccount.write.executeBatch([[to, to], [none, none], [transfer(1n), transfer(2n)]]);
    assert.deepEqual(await paymentLogsOf(hash), [paid(1n), paid(2n)]);
    await viem.assertions.revertWith(
      smartAccount.write.executeBatch([[to, to], [none, none], [transfer(1n), transfer(10n * dollar)]]),
      "ERC20: transfer amount exceeds balance",
    );
    await viem.assertions.revertWithCustomErrorWithArgs(
      smartAccount.write.executeBatch([[to], [none, none], [transfer(1n)]]),
      smartAccount,
      "BatchIsUneven",
      [1n, 2n, 1n],
    );
  });

  it("makes the calls of user operations that anybody submits, and one that fails fails alone", async () => {
    const { token, smartAccount, entryPoint, attacker, publicClient, ...start } = await fundedAccount();
    const { transfer, paid, operation } = start;
    const execute = (amount: bigint) =>
      encodeFunctionData({
        abi: smartAccount.abi,
        functionName: "execute",
        args: [token.address, 0n, transfer(amount)],
      });
    const operations = [operation(execute(3n)), operation(execute(11n * dollar)), operation(execute(4n))];
    const hash = await entryPoint.write.handleOps([operations, addressOf(attacker)], { account: attacker.account });
    assert.deepEqual(await paymentLogsOf(hash), [paid(3n), paid(4n)]);
    const { blockNumber } = await publicClient.getTransactionReceipt({ hash });
    const events = await entryPoint.getEvents.UserOperationEvent({}, { fromBlock: blockNumber, toBlock: blockNumber });
    assert.deepEqual(
      events.map(({ args }) => args.success),
      [true, false, true],
    );
  });

  it("makes no call of a stranger", async () => {
    const { token, smartAccount, transfer, attacker } = await fundedAccount();
    for (const call of [
      () => smartAccount.write.execute([token.address, 0n, transfer(1n)], { account: attacker.account }),
      () => smartAccount.write.executeBatch([[], [], []], { account: attacker.account }),
    ]) {
      await viem.assertions.revertWithCustomErrorWithArgs(call(), smartAccount, "CallerIsNotAllowed", [
        addressOf(attacker),
      ]);
    }
  });

  it("has an entry point that wants to know who is paid for the gas", async () => {
    const { entryPoint } = await fixture();
    await viem.assertions.revertWithCustomErrorWithArgs(
      entryPoint.write.handleOps([[], zeroAddress]),
      entryPoint,
      "BeneficiaryIsZero",
      [zeroAddress],
    );
  });
});
