import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { type Address, type Hex, getAddress, zeroAddress } from "viem";

import { addressOf, balancesChange, dollar, fixture, networkHelpers, viem, word } from "../../lib/fixture.ts";
import { type Start, salt, storyOf, termsHere } from "../../lib/routerFixture.ts";
import { compact, withHighS, withLowV } from "../../lib/signing.ts";
import { type Terms, type Tip, hashOf, signForPayee, signForRouter } from "../../lib/terms.ts";

type Payer = Start["payer"];

interface Item extends Tip {
  payer: Address;
  validBefore: bigint;
  salt: Hex;
  signature: Hex;
}

/** What somebody signs for a tip straight to one payee. */
async function itemOf(start: Start, payer: Payer, tip: Tip, changes: Partial<Terms> = {}): Promise<Item> {
  const terms = { ...termsHere(start, [tip]), ...changes };
  const { bytes } = await signForPayee(payer, addressOf(payer), start.domain, terms);
  return { ...tip, payer: addressOf(payer), validBefore: terms.validBefore, salt: terms.salt, signature: bytes };
}

/** Three payers have signed a tip each; whoever sends them is none of them. */
async function setUp() {
  const start = await fixture();
  const { router, token, payer, payee, other, attacker, operator, newcomer } = start;
  const tips = [
    { payee: addressOf(payee), amount: 3n * dollar, paymentReference: word("post 0") },
    { payee: addressOf(newcomer), amount: 2n * dollar, paymentReference: word("post 1") },
    { payee: addressOf(newcomer), amount: 1n, paymentReference: word("post 2") },
  ];
  const payers = [payer, other, operator];
  const items: Item[] = [];
  for (const [i, tip] of tips.entries()) items.push(await itemOf(start, payers[i] as Payer, tip));
  const send = (list = items, of = token.address) =>
    router.write.tipWithAuthorizations([of, list], { account: attacker.account });
  const nonceOf = (item: Item, of = token.address) =>
    hashOf({ ...termsHere(start, [item], { token: of, validBefore: item.validBefore }), salt: item.salt });
  const used = (item: Item) => [
    ["AuthorizationUsed", item.payer, nonceOf(item)],
    ["Transfer", item.payer, item.payee, item.amount],
  ];
  const failed = (item: Item) => [["AuthorizationFailed", item.payer, nonceOf(item)]];
  /** Fails unless the first and the last are paid, and the one between them fails alone with no money moved. */
  const failsAlone = async (wrong: Item) => {
    const [first, , last] = items as [Item, Item, Item];
    const hash = await send([first, wrong, last]);
    assert.deepEqual(await storyOf(hash), [...used(first), ...failed(wrong), ...used(last)]);
  };
  return { ...start, items, send, used, failed, failsAlone, nonceOf };
}

describe("TipRouter.tipWithAuthorizations", () => {
  it("pays each payee straight from his payer, and leaves the token's own logs and no other", async () => {
    const { token, router, payer, other, operator, payee, newcomer, attacker, items, send, used } = await setUp();
    await balancesChange(
      token,
      [
        [addressOf(payer), -3n * dollar],
        [addressOf(other), -2n * dollar],
        [addressOf(operator), -1n],
        [addressOf(payee), 3n * dollar],
        [addressOf(newcomer), 2n * dollar + 1n],
        [addressOf(attacker), 0n],
        [router.address, 0n],
      ],
      async () => assert.deepEqual(await storyOf(await send()), items.flatMap(used)),
    );
  });

  it("names the token in AuthorizationFailed", async () => {
    const { token, router, items, send, nonceOf } = await setUp();
    const [first, second] = items as [Item, Item];
    await token.write.blacklist([first.payee]);
    await viem.assertions.emitWithArgs(send([first, second]), router, "AuthorizationFailed", [
      first.payer,
      nonceOf(first),
      getAddress(token.address),
    ]);
  });

  for (const at of [0, 1, 2]) {
    it(`lets number ${at} of three fail alone when its payer has been put on the denylist`, async () => {
      const { token, items, send, used, failed } = await setUp();
      await token.write.blacklist([(items[at] as Item).payer]);
      assert.deepEqual(
        await storyOf(await send()),
        items.flatMap((item, i) => (i === at ? failed(item) : used(item))),
      );
    });
  }

  it("pays what is left when somebody else has sent one of them before, and then nothing", async () => {
    const { token, router, attacker, items, send, used, failed } = await setUp();
    const [first, second, third] = items as [Item, Item, Item];
    await send([second]);
    assert.deepEqual(await storyOf(await send()), [...used(first), ...failed(second), ...used(third)]);
    await balancesChange(token, [[addressOf(attacker), 0n]], () =>
      viem.assertions.revertWithCustomErrorWithArgs(send(), router, "NothingPaid", [3n]),
    );
  });

  it("pays once what is sent twice in one call", async () => {
    const { items, send, used, failed } = await setUp();
    const [first] = items as [Item];
    assert.deepEqual(await storyOf(await send([first, first])), [...used(first), ...failed(first)]);
  });

  it("lets one fail alone whose terms are not those that were signed", async () => {
    for (const change of [
      { amount: dollar },
      { paymentReference: word("another") },
      { validBefore: 3_999_999_999n },
      { salt: word("another salt") },
    ]) {
      const { items, failsAlone } = await setUp();
      await failsAlone({ ...(items[1] as Item), ...change });
    }
    const { items, attacker, payer, failsAlone } = await setUp();
    await failsAlone({ ...(items[1] as Item), payee: addressOf(attacker) });
    const again = await setUp();
    await again.failsAlone({ ...(items[1] as Item), payer: addressOf(payer) });
  });

  it("lets one fail alone whose signature is high, cut off, too long, none, or of 64 bytes", async () => {
    const forms = [
      (bytes: Hex) => withHighS(partsOf(bytes)).bytes,
      (bytes: Hex) => withLowV(partsOf(bytes)).bytes,
      (bytes: Hex) => compact(partsOf(bytes)),
      (bytes: Hex): Hex => bytes.slice(0, -2) as Hex,
      (bytes: Hex): Hex => `${bytes}00`,
      (): Hex => "0x",
      (): Hex => `0x${"11".repeat(1_000)}`,
    ];
    for (const form of forms) {
      const { items, failsAlone } = await setUp();
      const [, second] = items as [Item, Item];
      await failsAlone({ ...second, signature: form(second.signature) });
    }
  });

  it("lets one fail alone that was signed for another chain, another router, with a fee, or for the router", async () => {
    const start = await setUp();
    const { other, items, domain, deployed, router } = start;
    const [, second] = items as [Item, Item];
    const tip: Tip = { payee: second.payee, amount: second.amount, paymentReference: second.paymentReference };
    const terms = termsHere(start, [tip]);
    const signatures = [
      (await itemOf(start, other, tip, { chainId: 8453n })).signature,
      (await itemOf(start, other, tip, { router: deployed.twoTips })).signature,
      (await itemOf(start, other, tip, { token: deployed.otherToken })).signature,
      (await itemOf(start, other, tip, { feeReceiver: router.address })).signature,
      (await signForRouter(other, addressOf(other), domain, terms)).bytes,
      (await signForPayee(other, addressOf(other), { ...domain, chainId: 8453 }, terms)).bytes,
    ];
    for (const signature of signatures) {
      const { failsAlone } = await setUp();
      await failsAlone({ ...second, signature });
    }
  });

  it("lets one fail alone that has expired", async () => {
    const validBefore = BigInt(await networkHelpers.time.latest()) + 100_000n;
    const start = await setUp();
    const { other, items, failsAlone } = start;
    const [, second] = items as [Item, Item];
    const tip: Tip = { payee: second.payee, amount: second.amount, paymentReference: second.paymentReference };
    const item = await itemOf(start, other, tip, { validBefore });
    await networkHelpers.time.setNextBlockTimestamp(validBefore);
    await failsAlone(item);
  });

  it("lets one fail alone that would go where money is lost, though it is signed", async () => {
    const start = await setUp();
    const { token, router, other, items } = start;
    await token.write.unBlacklist([addressOf(other)]);
    const [, second] = items as [Item, Item];
    const tip: Tip = { payee: second.payee, amount: second.amount, paymentReference: second.paymentReference };
    for (const change of [{ payee: getAddress(router.address) }, { payee: zeroAddress }, { amount: 0n }]) {
      const { failsAlone, ...again } = await setUp();
      await balancesChange(token, [[router.address, 0n]], async () =>
        failsAlone(await itemOf(again, again.other, { ...tip, ...change })),
      );
    }
  });

  it("moves the money of a smart-contract wallet whose owner signed", async () => {
    const start = await setUp();
    const { token, payer, payee, domain, send } = start;
    const wallet = await viem.deployContract("Wallet", [addressOf(payer)], { client: { wallet: payer } });
    await token.write.transfer([wallet.address, dollar], { account: payer.account });
    const tip = { payee: addressOf(payee), amount: dollar, paymentReference: word("a post") };
    const terms = termsHere(start, [tip]);
    const { bytes } = await signForPayee(payer, wallet.address, domain, terms);
    const item = { ...tip, payer: getAddress(wallet.address), validBefore: terms.validBefore, salt, signature: bytes };
    await balancesChange(token, [[wallet.address, -dollar]], () => send([item]));
  });

  it("pays two hundred, and reverts when there are none or 201", async () => {
    const start = await setUp();
    const { token, router, payer, payee, send } = start;
    const items: Item[] = [];
    for (let i = 0; i < 201; i++) {
      const tip = { payee: addressOf(payee), amount: 1n, paymentReference: word(`post ${i}`) };
      items.push(await itemOf(start, payer, tip));
    }
    for (const list of [[], items]) {
      const args = [BigInt(list.length), 200n] as const;
      await viem.assertions.revertWithCustomErrorWithArgs(send(list), router, "TipCountOutOfRange", [...args]);
    }
    await balancesChange(token, [[addressOf(payee), 200n]], () => send(items.slice(0, 200)));
  });

  it("reverts when there is no code at the token's address, or the token is paused", async () => {
    const { token, router, newcomer, items, send } = await setUp();
    const nowhere = addressOf(newcomer);
    await viem.assertions.revertWithCustomErrorWithArgs(send(items, nowhere), router, "TokenHasNoCode", [nowhere]);
    await token.write.pause();
    await viem.assertions.revertWithCustomErrorWithArgs(send(), router, "NothingPaid", [3n]);
  });

  it("reverts when the token knows no authorizations", async () => {
    const { router, items, send } = await setUp();
    const plain = await viem.deployContract("PlainToken");
    await viem.assertions.revertWithCustomErrorWithArgs(send(items, plain.address), router, "NothingPaid", [3n]);
  });
});

function partsOf(bytes: Hex) {
  const v = Number.parseInt(bytes.slice(130), 16);
  return { v, r: bytes.slice(0, 66) as Hex, s: `0x${bytes.slice(66, 130)}` as Hex, bytes };
}
