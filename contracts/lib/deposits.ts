// What the tests of forwarders start from: a forwarder for some payees, and money that is sent to it.

import assert from "node:assert/strict";

import { artifacts } from "hardhat";
import { type Address, type Hash, type Hex, getAddress, parseEventLogs } from "viem";

import { addressOf, fixture, viem, word } from "./fixture.ts";

export const request = word("a payment request");

export interface Share {
  payee: Address;
  basisPoints: number;
}

/** Shares of these basis points for accounts that nobody has and that hold nothing. */
export function strangers(...basisPoints: number[]): Share[] {
  return basisPoints.map((points, i) => ({ payee: stranger(i), basisPoints: points }));
}

/** An account that nobody has and that holds nothing. */
export function stranger(position: number): Address {
  return getAddress(`0x${(0xcafe_0000 + position).toString(16).padStart(40, "0")}`);
}

/** A deployed forwarder for these shares, or for the payee and another in halves. */
export async function deployedForwarder(given?: Share[]) {
  const start = await fixture();
  const shares = given ?? [
    { payee: addressOf(start.payee), basisPoints: 5_000 },
    { payee: addressOf(start.other), basisPoints: 5_000 },
  ];
  return { ...start, shares, forwarder: await forwarderFor(start.factory, shares) };
}

/** Deploys a forwarder for these shares on the chain as it is. */
export async function forwarderFor(factory: Awaited<ReturnType<typeof fixture>>["factory"], shares: Share[]) {
  await factory.write.deploy([request, shares]);
  return viem.getContractAt("Forwarder", await factory.read.forwarderOf([request, shares]));
}

type WeirdToken =
  | "PlainToken"
  | "FeeToken"
  | "FalseToken"
  | "LyingToken"
  | "SilentToken"
  | "GasBurningToken"
  | "ReentrantToken"
  | "ShrinkingToken";

/** A token that misbehaves. All have what ReentrantToken and ShrinkingToken have, but for what only their tests use. */
export async function weirdToken(name: WeirdToken) {
  return viem.deployContract(name as "ReentrantToken");
}

/** The payments that could not be made in a transaction, in their order. */
export async function failuresOf(hash: Hash): Promise<{ payee: Address; token: Address; amount: bigint }[]> {
  const publicClient = await viem.getPublicClient();
  const { logs, status } = await publicClient.getTransactionReceipt({ hash });
  assert.equal(status, "success");
  const { abi } = await artifacts.readArtifact("Forwarder");
  return parseEventLogs({ abi, logs, eventName: "SweepFailed" }).map(({ args }) => args);
}

/** What each payee has of a token now. */
export function balancesOf(
  token: { read: { balanceOf(args: readonly [Address]): Promise<bigint> } },
  shares: readonly Share[],
): Promise<bigint[]> {
  return Promise.all(shares.map(({ payee }) => token.read.balanceOf([payee])));
}

/** How many logs a transaction left. */
export async function logCountOf(hash: Hex): Promise<number> {
  const publicClient = await viem.getPublicClient();
  return (await publicClient.getTransactionReceipt({ hash })).logs.length;
}
