// What the contracts make of some splits, for whoever reckons it off the chain: addresses, calls, parts, refusals.

import type { ArtifactManager } from "hardhat/types/artifacts";
import type { NetworkConnection } from "hardhat/types/network";
import {
  type Abi,
  type Address,
  type Hex,
  BaseError,
  ContractFunctionRevertedError,
  encodeFunctionData,
  getAddress,
  keccak256,
  slice,
  stringToHex,
  zeroAddress,
} from "viem";

import { deploy } from "./deployment.ts";

export interface Share {
  payee: Address;
  basisPoints: number;
}

interface ForwarderVector {
  paymentReference: Hex;
  shares: Share[];
  forwarder: Address;
  /** Calldata for the factory; the token is the one of the vectors. */
  deploy: Hex;
  deployAndSweep: Hex;
  /** In base units, as decimal text: what arrived, and what each payee received of it by a sweep. */
  sweeps: { amount: string; parts: string[] }[];
}

export interface Vectors {
  factory: Address;
  implementation: Address;
  /** What stands at the two, and its Keccak-256 with the implementation's address in it replaced by zero. */
  factoryCode: Hex;
  factoryCodeHash: Hex;
  implementationCode: Hex;
  implementationCodeHash: Hex;
  token: Address;
  /** Calldata for a forwarder. */
  sweep: Hex;
  sweepNativeCoin: Hex;
  forwarders: ForwarderVector[];
  refusals: { shares: Share[]; error: string }[];
}

const most128 = (2n ** 128n - 1n).toString();
const twenty = Array.from({ length: 20 }, () => 500);

/** Basis points, and amounts to divide by them. */
const splits: [number[], string[]][] = [
  [[10_000], ["0", "1", "250000", most128]],
  [
    [5_000, 5_000],
    ["1", "2", "3", "1000001", most128],
  ],
  [
    [6_000, 4_000],
    ["1", "2", "3", "4", "5", "99", most128],
  ],
  [
    [4_000, 6_000],
    ["1", "2", "3"],
  ],
  [
    [3_333, 3_333, 3_334],
    ["1", "2", "3", "100", "10000", "1000000", most128],
  ],
  [
    [3_334, 3_333, 3_333],
    ["1", "2", "100", "10001"],
  ],
  [
    [1, 9_999],
    ["1", "4999", "5000", "5001", "10000", most128],
  ],
  [
    [9_999, 1],
    ["4999", "5000", "5001"],
  ],
  [
    [2_500, 2_500, 2_500, 2_500],
    ["1", "2", "3", "5", "7"],
  ],
  [
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 9_955],
    ["1", "10", "999", "1000003", "340282366920938463463374607431768211451"],
  ],
  [twenty, ["1", "19", "20", "21", "1000000000000000001", most128]],
];

/** Basis points of payees 1, 2, …, or the payees themselves; and which error says what is wrong. */
const wrong: [(number | Share)[], string][] = [
  [[], "PayeeCountOutOfRange"],
  [[...twenty.slice(1), 250, 250], "PayeeCountOutOfRange"],
  [[{ payee: zeroAddress, basisPoints: 10_000 }], "PayeeIsZero"],
  [[5_000, { payee: zeroAddress, basisPoints: 5_000 }], "PayeeIsZero"],
  [[10_000, 0], "ShareIsZero"],
  [[0], "ShareIsZero"],
  [[5_000, { payee: payeeOf("wrong", 0), basisPoints: 5_000 }], "PayeeIsThereTwice"],
  [[4_000, 4_000, { payee: payeeOf("wrong", 1), basisPoints: 2_000 }], "PayeeIsThereTwice"],
  [[9_999], "SharesAreNotTheWhole"],
  [[5_000, 5_001], "SharesAreNotTheWhole"],
  [[10_000, 65_535], "SharesAreNotTheWhole"],
];

function payeeOf(name: string, position: number): Address {
  return getAddress(slice(keccak256(stringToHex(`${name}, payee ${position}`)), 12));
}

/** Deploys and sweeps a forwarder for each vector and writes down what came of it. */
export async function measureVectors(
  artifacts: Pick<ArtifactManager, "readArtifact">,
  { viem }: NetworkConnection,
): Promise<Vectors> {
  const [wallet] = await viem.getWalletClients();
  if (wallet === undefined) throw new Error("The chain has no accounts.");
  const publicClient = await viem.getPublicClient();
  const deployed = await deploy(artifacts, publicClient, wallet);
  const factory = await viem.getContractAt("ForwarderFactory", deployed.forwarderFactory);
  const token = await viem.deployContract("PlainToken");
  const { abi: forwarderAbi } = await artifacts.readArtifact("Forwarder");

  const forwarders: ForwarderVector[] = [];
  for (const [basisPoints, amounts] of splits) {
    const name = `vector ${forwarders.length}`;
    const paymentReference = keccak256(stringToHex(name));
    const shares = basisPoints.map((points, i) => ({ payee: payeeOf(name, i), basisPoints: points }));
    const forwarder = await factory.read.forwarderOf([paymentReference, shares]);
    const balances = () => Promise.all(shares.map(({ payee }) => token.read.balanceOf([payee])));

    const sweeps = [];
    for (const amount of amounts) {
      const before = await balances();
      await token.write.mint([forwarder, BigInt(amount)]);
      await factory.write.deployAndSweep([paymentReference, shares, token.address]);
      const parts = (await balances()).map((balance, i) => (balance - (before[i] ?? 0n)).toString());
      sweeps.push({ amount, parts });
    }

    const { abi } = factory;
    const args = [paymentReference, shares] as const;
    forwarders.push({
      paymentReference,
      shares,
      forwarder,
      deploy: encodeFunctionData({ abi, functionName: "deploy", args }),
      deployAndSweep: encodeFunctionData({ abi, functionName: "deployAndSweep", args: [...args, token.address] }),
      sweeps,
    });
  }

  const refusals = [];
  for (const [list, expected] of wrong) {
    const shares = list.map((each, i) =>
      typeof each === "number" ? { payee: payeeOf("wrong", i), basisPoints: each } : each,
    );
    const error = await errorOf(factory.read.forwarderOf([keccak256("0x"), shares]));
    if (error !== expected) throw new Error(`${JSON.stringify(shares)} gave ${error}, not ${expected}.`);
    refusals.push({ shares, error });
  }

  const implementation = await factory.read.implementation();
  const codeAt = async (address: Address): Promise<Hex> => (await publicClient.getCode({ address })) ?? "0x";
  const sweepOf = (what: Address): Hex =>
    encodeFunctionData({ abi: forwarderAbi as Abi, functionName: "sweep", args: [what] });
  return {
    factory: factory.address,
    implementation,
    factoryCode: await codeAt(factory.address),
    factoryCodeHash: await hashOfCode(artifacts, "ForwarderFactory"),
    implementationCode: await codeAt(implementation),
    implementationCodeHash: await hashOfCode(artifacts, "Forwarder"),
    token: getAddress(token.address),
    sweep: sweepOf(token.address),
    sweepNativeCoin: sweepOf(zeroAddress),
    forwarders,
    refusals,
  };
}

/** What the compiler gives out has zeros where a deployed contract has the values of its immutables. */
async function hashOfCode(artifacts: Pick<ArtifactManager, "readArtifact">, name: string): Promise<Hex> {
  const { deployedBytecode } = await artifacts.readArtifact(name);
  return keccak256(deployedBytecode as Hex);
}

/** The name of the custom error that a call reverts with; null when it does not revert. */
async function errorOf(call: Promise<unknown>): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const revert = error.walk((each) => each instanceof ContractFunctionRevertedError);
    if (revert instanceof ContractFunctionRevertedError && revert.data !== undefined) return revert.data.errorName;
    throw error;
  }
}
