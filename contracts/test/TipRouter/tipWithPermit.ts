import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { getAddress, zeroAddress, zeroHash } from "viem";

import {
  addressOf,
  balancesChange,
  dollar,
  farFuture,
  fixture,
  networkHelpers,
  paymentLogsOf,
  viem,
  word,
} from "../../lib/fixture.ts";
import { sign } from "../../lib/signing.ts";

const reference = word("a post");

/** The payer has signed a permit to the router over a dollar. */
async function permitted(deadline = farFuture) {
  const start = await fixture();
  const permit = {
    owner: addressOf(start.payer),
    spender: start.router.address,
    value: dollar,
    nonce: 0n,
    deadline,
  };
  const { v, r, s, bytes } = await sign(start.payer, start.domain, "Permit", permit);
  const tip = () =>
    start.router.write.tipWithPermit(
      [start.token.address, addressOf(start.payee), dollar, reference, deadline, v, r, s],
      { account: start.payer.account },
    );
  return { ...start, permit, signature: { v, r, s, bytes }, tip };
}

describe("TipRouter.tipWithPermit", () => {
  it("emits TipSent with what was paid", async () => {
    const { token, router, payer, payee, tip } = await permitted();
    await viem.assertions.emitWithArgs(tip(), router, "TipSent", [
      reference,
      addressOf(payer),
      addressOf(payee),
      getAddress(token.address),
      dollar,
      0n,
    ]);
  });

  it("moves the money from the payer to the payee without an approval before", async () => {
    const { token, router, payer, payee, tip } = await permitted();
    assert.equal(await token.read.allowance([addressOf(payer), router.address]), 0n);
    await balancesChange(
      token,
      [
        [addressOf(payer), -dollar],
        [addressOf(payee), dollar],
        [router.address, 0n],
      ],
      tip,
    );
  });

  it("leaves the token's Transfer directly before TipSent", async () => {
    const { token, payer, payee, tip } = await permitted();
    const between = { payer: addressOf(payer), payee: addressOf(payee), token: getAddress(token.address) };
    assert.deepEqual(await paymentLogsOf(await tip()), [
      { name: "Transfer", token: between.token, from: between.payer, to: between.payee, value: dollar },
      { name: "TipSent", paymentReference: reference, ...between, amount: dollar, fee: 0n },
    ]);
  });

  it("leaves no allowance behind", async () => {
    const { token, router, payer, tip } = await permitted();
    await tip();
    assert.equal(await token.read.allowance([addressOf(payer), router.address]), 0n);
  });

  it("pays once when somebody else submits the permit first", async () => {
    const { token, payer, payee, attacker, permit, signature, tip } = await permitted();
    const { v, r, s } = signature;
    await token.write.permit([permit.owner, permit.spender, permit.value, permit.deadline, v, r, s], {
      account: attacker.account,
    });
    assert.equal(await token.read.nonces([addressOf(payer)]), 1n);
    await balancesChange(
      token,
      [
        [addressOf(payer), -dollar],
        [addressOf(payee), dollar],
      ],
      tip,
    );
  });

  it("pays from an allowance that is there when the token refuses the permit", async () => {
    const { token, router, payer, payee } = await fixture();
    await token.write.approve([router.address, dollar], { account: payer.account });
    await balancesChange(token, [[addressOf(payee), dollar]], () =>
      router.write.tipWithPermit([token.address, addressOf(payee), dollar, reference, 0n, 27, zeroHash, zeroHash], {
        account: payer.account,
      }),
    );
  });

  it("reverts when the same permit is used twice", async () => {
    const { tip } = await permitted();
    await tip();
    await viem.assertions.revertWith(tip(), "ERC20: transfer amount exceeds allowance");
  });

  it("reverts when the permit has expired", async () => {
    const deadline = BigInt(await networkHelpers.time.latest()) + 1_000n;
    const { tip } = await permitted(deadline);
    await networkHelpers.time.increaseTo(deadline + 1n);
    await viem.assertions.revertWith(tip(), "ERC20: transfer amount exceeds allowance");
  });

  it("reverts when the permit is over less than the amount", async () => {
    const { token, router, payer, payee, signature } = await permitted();
    const { v, r, s } = signature;
    await viem.assertions.revertWith(
      router.write.tipWithPermit([token.address, addressOf(payee), dollar + 1n, reference, farFuture, v, r, s], {
        account: payer.account,
      }),
      "ERC20: transfer amount exceeds allowance",
    );
  });

  it("reverts when somebody else sends the payer's permit as his own", async () => {
    const { token, router, attacker, signature } = await permitted();
    const { v, r, s } = signature;
    await viem.assertions.revertWith(
      router.write.tipWithPermit([token.address, addressOf(attacker), dollar, reference, farFuture, v, r, s], {
        account: attacker.account,
      }),
      "ERC20: transfer amount exceeds allowance",
    );
  });

  it("reverts when a token takes the permit and permits nothing", async () => {
    const { router, payer, payee } = await fixture();
    const fake = await viem.deployContract("FakePermitToken");
    await fake.write.mint([addressOf(payer), 100n]);
    await viem.assertions.revertWithCustomErrorWithArgs(
      router.write.tipWithPermit([fake.address, addressOf(payee), 10n, reference, farFuture, 27, zeroHash, zeroHash], {
        account: payer.account,
      }),
      fake,
      "ERC20InsufficientAllowance",
      [getAddress(router.address), 0n, 10n],
    );
  });

  it("sends a token that has no permit from an allowance that is there", async () => {
    const { router, payer, payee } = await fixture();
    const plain = await viem.deployContract("PlainToken");
    await plain.write.mint([addressOf(payer), 100n]);
    await plain.write.approve([router.address, 10n], { account: payer.account });
    await balancesChange(plain, [[addressOf(payee), 10n]], () =>
      router.write.tipWithPermit([plain.address, addressOf(payee), 10n, reference, farFuture, 27, zeroHash, zeroHash], {
        account: payer.account,
      }),
    );
  });

  it("reverts when the token's permit burns all gas", async () => {
    const { router, payer, payee } = await fixture();
    const burner = await viem.deployContract("GasBurningToken");
    await burner.write.mint([addressOf(payer), 100n]);
    await burner.write.approve([router.address, 10n], { account: payer.account });
    await assert.rejects(
      router.write.tipWithPermit(
        [burner.address, addressOf(payee), 10n, reference, farFuture, 27, zeroHash, zeroHash],
        { account: payer.account, gas: 500_000n },
      ),
    );
    assert.equal(await burner.read.balanceOf([addressOf(payer)]), 100n);
  });

  it("reverts with the same error as tip when there is no code at the token's address", async () => {
    const { router, payer, payee, newcomer } = await fixture();
    await viem.assertions.revertWithCustomErrorWithArgs(
      router.write.tipWithPermit(
        [addressOf(newcomer), addressOf(payee), 10n, reference, farFuture, 27, zeroHash, zeroHash],
        { account: payer.account },
      ),
      router,
      "SafeERC20FailedOperation",
      [addressOf(newcomer)],
    );
  });

  it("reverts when the payee is zero, the router or the token, or the amount is zero", async () => {
    const { token, router, payer, payee, signature } = await permitted();
    const { v, r, s } = signature;
    const [routerAddress, tokenAddress] = [getAddress(router.address), getAddress(token.address)];
    const cases = [
      [zeroAddress, dollar, "PayeeIsZero", [zeroAddress]],
      [routerAddress, dollar, "PayeeIsRouter", [routerAddress]],
      [tokenAddress, dollar, "PayeeIsToken", [tokenAddress, tokenAddress]],
      [addressOf(payee), 0n, "AmountIsZero", [0n]],
    ] as const;
    for (const [to, amount, error, args] of cases) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        router.write.tipWithPermit([token.address, to, amount, reference, farFuture, v, r, s], {
          account: payer.account,
        }),
        router,
        error,
        args as never,
      );
    }
  });
});
