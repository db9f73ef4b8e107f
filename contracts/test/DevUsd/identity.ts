import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { artifacts } from "hardhat";
import { type Abi, domainSeparator, toEventSelector, toFunctionSelector } from "viem";

import { fixture } from "../../lib/fixture.ts";

describe("DevUsd is told apart from USDC by its address alone", () => {
  it("has the name, symbol, version, decimals and currency of USDC", async () => {
    const { token } = await fixture();
    assert.equal(await token.read.name(), "USD Coin");
    assert.equal(await token.read.symbol(), "USDC");
    assert.equal(await token.read.version(), "2");
    assert.equal(await token.read.decimals(), 6);
    assert.equal(await token.read.currency(), "USD");
  });

  it("has the domain separator of its name, version, chain and address", async () => {
    const { token, domain } = await fixture();
    assert.equal(await token.read.DOMAIN_SEPARATOR(), domainSeparator({ domain }));
  });

  it("has the typehashes of ERC-2612 and ERC-3009", async () => {
    const { token } = await fixture();
    assert.deepEqual(
      [
        await token.read.PERMIT_TYPEHASH(),
        await token.read.TRANSFER_WITH_AUTHORIZATION_TYPEHASH(),
        await token.read.RECEIVE_WITH_AUTHORIZATION_TYPEHASH(),
        await token.read.CANCEL_AUTHORIZATION_TYPEHASH(),
      ],
      [
        "0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9",
        "0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267",
        "0xd099cc98ef71107a616c4f0f941f04c322d8e254fe26b3c6668db87aae413de8",
        "0x158b0a9edf7a828aad02f63cd515c68ef2f50ba807396f6d12842833a1597429",
      ],
    );
  });

  it("has the selectors and topics of USDC", async () => {
    const abi = (await artifacts.readArtifact("DevUsd")).abi as Abi;
    const selectors = abi.flatMap((each) => (each.type === "function" ? [toFunctionSelector(each)] : []));
    const topics = abi.flatMap((each) => (each.type === "event" ? [toEventSelector(each)] : []));
    const expected = {
      "transferWithAuthorization with v, r, s": "0xe3ee160e",
      "transferWithAuthorization with bytes": "0xcf092995",
      "receiveWithAuthorization with v, r, s": "0xef55bec6",
      "receiveWithAuthorization with bytes": "0x88b7ab63",
      "cancelAuthorization with v, r, s": "0x5a049a70",
      "cancelAuthorization with bytes": "0xb7b72899",
      "permit with v, r, s": "0xd505accf",
      "permit with bytes": "0x9fd5a6cf",
      authorizationState: "0xe94a0102",
      transfer: "0xa9059cbb",
      transferFrom: "0x23b872dd",
      approve: "0x095ea7b3",
      DOMAIN_SEPARATOR: "0x3644e515",
      isBlacklisted: "0xfe575a87",
      paused: "0x5c975abb",
    };
    for (const [name, selector] of Object.entries(expected)) {
      assert(selectors.includes(selector as `0x${string}`), `${name} has not the selector ${selector}`);
    }
    for (const topic of [
      "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
      "0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925",
      "0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5",
      "0x1cdd46ff242716cdaa72d159d339a485b3438398348d68f09d7c8c0a59353d81",
    ] as const) {
      assert(topics.includes(topic), `no event has the topic ${topic}`);
    }
  });
});
