import { describe, it } from "node:test";

import { asCalldata, describeAuthorization, signedAuthorization } from "../../lib/authorizations.ts";
import { addressOf, balancesChange, dollar, viem } from "../../lib/fixture.ts";
import { sign } from "../../lib/signing.ts";

const use = "receiveWithAuthorization";

describeAuthorization(use);

describe("DevUsd.receiveWithAuthorization alone", () => {
  it("reverts when anybody but the payee submits it, the payer included", async () => {
    const { submit, submitBytes, message, signature, attacker, payer } = await signedAuthorization(use);
    for (const { account } of [attacker, payer]) {
      const refusal = "FiatTokenV2: caller must be the payee";
      await viem.assertions.revertWith(submit(signature, message, { account }), refusal);
      await viem.assertions.revertWith(submitBytes(signature.bytes, message, { account }), refusal);
    }
  });

  it("pays a contract that submits it itself", async () => {
    const { token, payer, other, domain, message } = await signedAuthorization(use);
    const wallet = await viem.deployContract("Wallet", [addressOf(other)], { client: { wallet: other } });
    const said = { ...message, to: wallet.address };
    const signature = await sign(payer, domain, "ReceiveWithAuthorization", said);
    await balancesChange(
      token,
      [
        [addressOf(payer), -dollar],
        [wallet.address, dollar],
      ],
      () => wallet.write.execute([token.address, asCalldata(use, said, signature, token.abi)]),
    );
  });
});
