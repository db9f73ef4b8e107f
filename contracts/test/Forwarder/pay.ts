import { describe, it } from "node:test";

import { getAddress } from "viem";

import { deployedForwarder } from "../../lib/deposits.ts";
import { addressOf, viem } from "../../lib/fixture.ts";

describe("Forwarder.pay", () => {
  it("is for the forwarder itself alone, not even for a payee", async () => {
    const { token, forwarder, payer, payee, attacker } = await deployedForwarder();
    await token.write.transfer([forwarder.address, 10n], { account: payer.account });
    for (const caller of [attacker, payee]) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        forwarder.write.pay([token.address, addressOf(caller), 10n], { account: caller.account }),
        forwarder,
        "CallerIsNotForwarder",
        [addressOf(caller), getAddress(forwarder.address)],
      );
    }
  });

  it("is for nobody at the code that forwarders share", async () => {
    const { factory, token, attacker } = await deployedForwarder();
    const shared = await viem.getContractAt("Forwarder", await factory.read.implementation());
    await viem.assertions.revertWithCustomErrorWithArgs(
      shared.write.pay([token.address, addressOf(attacker), 1n], { account: attacker.account }),
      shared,
      "CallerIsNotForwarder",
      [addressOf(attacker), getAddress(shared.address)],
    );
  });
});
