import { describe, it } from "node:test";

import { describeAuthorization, signedAuthorization } from "../../lib/authorizations.ts";
import { balancesChange, dollar } from "../../lib/fixture.ts";

const use = "transferWithAuthorization";

describeAuthorization(use);

describe("DevUsd.transferWithAuthorization alone", () => {
  it("may be submitted by anybody, who pays nothing but the gas", async () => {
    const { submit, token, message, signature, attacker } = await signedAuthorization(use);
    await balancesChange(
      token,
      [
        [message.from, -dollar],
        [message.to, dollar],
        [attacker.account.address, 0n],
      ],
      () => submit(signature, message, { account: attacker.account }),
    );
  });
});
