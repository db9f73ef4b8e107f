// What every test starts from: the chain as the deploy script leaves it, and people with names.

import assert from "node:assert/strict";

import { artifacts, network } from "hardhat";
import { type Address, type Hash, type Hex, getAddress, keccak256, parseEventLogs, stringToHex } from "viem";

import { deploy } from "./deployment.ts";
import { domainOf } from "./signing.ts";

export const { viem, networkHelpers } = await network.create("default");

export const dollar = 1_000_000n;
/** A moment that no test reaches, in seconds since 1970. */
export const farFuture = 4_000_000_000n;
export const never = 2n ** 256n - 1n;

/** The payment reference or nonce that goes by this name in the tests. */
export function word(name: string): Hex {
  return keccak256(stringToHex(name));
}

async function fresh() {
  const publicClient = await viem.getPublicClient();
  const wallets = await viem.getWalletClients();
  // The first ten hold a million dollars each; the newcomer and the pauper hold nothing. The operator owns the token.
  const [operator, payer, payee, other, attacker, , , , , , newcomer, pauper] = wallets;
  assert(operator && payer && payee && other && attacker && newcomer && pauper);

  const deployed = await deploy(artifacts, publicClient, operator);
  return {
    publicClient,
    deployed,
    operator,
    payer,
    payee,
    other,
    attacker,
    newcomer,
    pauper,
    domain: domainOf(deployed.token, deployed.chainId),
    token: await viem.getContractAt("DevUsd", deployed.token),
    router: await viem.getContractAt("TipRouter", deployed.tipRouter),
    twoTips: await viem.getContractAt("TwoTips", deployed.twoTips),
    factory: await viem.getContractAt("ForwarderFactory", deployed.forwarderFactory),
    entryPoint: await viem.getContractAt("OpenEntryPoint", deployed.entryPoint),
    smartAccount: await viem.getContractAt("SmartAccount", deployed.smartAccount),
  };
}

/** A fresh deployment, and people who have done nothing yet. */
export function fixture(): ReturnType<typeof fresh> {
  return networkHelpers.loadFixture(fresh);
}

/** The account that a wallet signs for, checksummed. */
export function addressOf(wallet: { account: { address: Address } }): Address {
  return getAddress(wallet.account.address);
}

/** A log that a payment leaves, as one line of a story. */
export type PaymentLog =
  | {
      name: "TipSent";
      paymentReference: Hex;
      payer: Address;
      payee: Address;
      token: Address;
      amount: bigint;
      fee: bigint;
    }
  | { name: "Transfer"; token: Address; from: Address; to: Address; value: bigint }
  | { name: "AuthorizationUsed"; token: Address; authorizer: Address; nonce: Hex };

/** The logs of a transaction that tell of a payment, in their order. */
export async function paymentLogsOf(hash: Hash): Promise<PaymentLog[]> {
  const publicClient = await viem.getPublicClient();
  const { logs, status } = await publicClient.getTransactionReceipt({ hash });
  assert.equal(status, "success");

  const { abi: router } = await artifacts.readArtifact("TipRouter");
  const { abi: token } = await artifacts.readArtifact("DevUsd");
  const story: PaymentLog[] = [];
  for (const log of parseEventLogs({ abi: [...router, ...token], logs })) {
    if (log.eventName === "TipSent") {
      story.push({ name: "TipSent", ...log.args });
    } else if (log.eventName === "Transfer") {
      story.push({ name: "Transfer", token: getAddress(log.address), ...log.args });
    } else if (log.eventName === "AuthorizationUsed") {
      story.push({ name: "AuthorizationUsed", token: getAddress(log.address), ...log.args });
    }
  }
  return story;
}

/** Fails unless the call changes each balance by what is said, in base units of the token. */
export async function balancesChange(
  token: { read: { balanceOf(args: readonly [Address]): Promise<bigint> } },
  changes: readonly (readonly [Address, bigint])[],
  call: () => Promise<unknown>,
): Promise<void> {
  const read = () => Promise.all(changes.map(([account]) => token.read.balanceOf([account])));
  const before = await read();
  await call();
  const after = await read();
  assert.deepEqual(
    after.map((balance, i) => balance - (before[i] ?? 0n)),
    changes.map(([, change]) => change),
  );
}
