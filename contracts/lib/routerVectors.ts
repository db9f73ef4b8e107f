// Payments through the router as the chain saw them, for whoever makes the calls or reads the logs off the chain: the
// terms and their hash, what the payer signed, the calldata, and the logs that came of it.

import type { ArtifactManager } from "hardhat/types/artifacts";
import type { NetworkConnection } from "hardhat/types/network";
import {
  type Address,
  type Hex,
  encodeFunctionData,
  getAddress,
  keccak256,
  pad,
  slice,
  stringToHex,
  toHex,
  zeroAddress,
} from "viem";

import { deploy } from "./deployment.ts";
import { domainOf, sign } from "./signing.ts";
import { type Terms, type Tip, hashOf, permit2DataOf, signForPayee, signForPermit2, signForRouter, termsOf } from "./terms.ts";
import { authorizationOf } from "./terms.ts";

/** All numbers are decimal text. */
type Written<T> = { [Key in keyof T]: T[Key] extends bigint ? string : T[Key] extends readonly bigint[] ? string[] : T[Key] };

interface Signing {
  payer: Address;
  terms: Written<Terms>;
  termsHash: Hex;
  typedData: unknown;
  signature: Hex;
}

interface RouterVector {
  name: string;
  function: string;
  sender: Address;
  calldata: Hex;
  signed: Signing[];
  logs: { address: Address; topics: Hex[]; data: Hex }[];
}

export interface RouterVectors {
  router: Address;
  token: Address;
  permit2: Address;
  calls: RouterVector[];
  /** Terms that no call was made of, with their hash by viem. */
  terms: { terms: Written<Terms>; termsHash: Hex }[];
}

const far = 4_000_000_000n;
const most = 2n ** 256n - 1n;

/** Makes each payment on one chain, in order, and writes down what came of it. */
export async function measureRouterVectors(
  artifacts: Pick<ArtifactManager, "readArtifact">,
  connection: NetworkConnection,
): Promise<RouterVectors> {
  const stage = await setStage(artifacts, connection);
  const { router, token } = stage;
  const calls: RouterVector[] = [];
  for (const make of [tipMany, tipManyWithPermit, ...authorizations, tipWithAuthorizations, tipWithPermit2]) {
    const { logged, ...vector } = await make(stage);
    const { logs, status } = await stage.publicClient.getTransactionReceipt({ hash: logged });
    if (status !== "success") throw new Error(`The call of the vector "${vector.name}" failed.`);
    const written = logs.map((log) => ({ address: getAddress(log.address), topics: [...log.topics], data: log.data }));
    calls.push({ ...vector, logs: written });
  }
  const { permit2 } = stage.deployed;
  return { router: router.address, token: token.address, permit2, calls, terms: extremeTerms(router.address) };
}

type Stage = Awaited<ReturnType<typeof setStage>>;
type Made = Omit<RouterVector, "logs"> & { logged: Hex };

/** Account #0 pays, #1 sends what others signed, #3 takes the fee; one payee and one fee receiver are on the denylist. */
async function setStage(artifacts: Pick<ArtifactManager, "readArtifact">, { viem }: NetworkConnection) {
  const publicClient = await viem.getPublicClient();
  const wallets = await viem.getWalletClients();
  const [payer, sender] = wallets;
  if (payer === undefined || sender === undefined) throw new Error("The chain has no accounts.");
  const deployed = await deploy(artifacts, publicClient, payer);
  const token = await viem.getContractAt("DevUsd", deployed.token);
  const router = await viem.getContractAt("TipRouter", deployed.tipRouter);
  await token.write.blacklist([refusedPayee]);
  await token.write.blacklist([refusedFeeReceiver]);
  await token.write.approve([deployed.permit2, most]);
  const domain = domainOf(deployed.token, deployed.chainId);
  return { publicClient, wallets, payer, sender, deployed, token, router, domain };
}

const refusedPayee = accountOf("a payee on the denylist");
const refusedFeeReceiver = accountOf("a fee receiver on the denylist");
const feeReceiver = accountOf("the platform");

function accountOf(name: string): Address {
  return getAddress(slice(keccak256(stringToHex(name)), 12));
}

function wordOf(name: string): Hex {
  return keccak256(stringToHex(name));
}

function tipsOf(name: string, amounts: readonly bigint[]): Tip[] {
  return amounts.map((amount, i) => ({
    payee: accountOf(`${name}, payee ${i}`),
    amount,
    paymentReference: wordOf(`${name}, reference ${i}`),
  }));
}

/** The same tips, of which the one at this position goes to who can't be paid. */
function refusedAt(tips: Tip[], position: number): Tip[] {
  return tips.map((tip, i) => (i === position ? { ...tip, payee: refusedPayee } : tip));
}

async function tipMany(stage: Stage): Promise<Made> {
  const { router, token, payer } = stage;
  const name = "tipMany, three payees, the second on the denylist";
  const args = [token.address, refusedAt(tipsOf(name, [1_000_000n, 250_000n, 1n]), 1)] as const;
  await token.write.approve([router.address, 2_000_000n]);
  const calldata = encodeFunctionData({ abi: router.abi, functionName: "tipMany", args });
  return { name, function: "tipMany", sender: payer.account.address, calldata, signed: [], logged: await router.write.tipMany(args) };
}

async function tipManyWithPermit(stage: Stage): Promise<Made> {
  const { router, token, payer, domain } = stage;
  const name = "tipManyWithPermit, two payees";
  const owner = getAddress(payer.account.address);
  const permit = { owner, spender: router.address, value: 750_000n, nonce: 0n, deadline: far };
  const { v, r, s } = await sign(payer, domain, "Permit", permit);
  const args = [token.address, tipsOf(name, [500_000n, 250_000n]), far, v, r, s] as const;
  const calldata = encodeFunctionData({ abi: router.abi, functionName: "tipManyWithPermit", args });
  const logged = await router.write.tipManyWithPermit(args);
  return { name, function: "tipManyWithPermit", sender: owner, calldata, signed: [], logged };
}

const authorizations = [
  authorization("tipWithAuthorization, one payee, with a fee", [1_000_000n], 50_000n),
  authorization("tipWithAuthorization, three payees, no fee", [3_000_000n, 2_000_000n, 1n], 0n),
  authorization("tipWithAuthorization, three payees, the first on the denylist, with a fee", [70n, 20n, 11n], 10n, 0),
  authorization("tipWithAuthorization, the fee receiver on the denylist", [1_000n, 2_000n], 100n, -1, refusedFeeReceiver),
];

function authorization(name: string, amounts: bigint[], fee: bigint, refused = -1, takes = feeReceiver) {
  return async (stage: Stage): Promise<Made> => {
    const { router, token, payer, sender, domain } = stage;
    const from = getAddress(payer.account.address);
    const tips = refusedAt(tipsOf(name, amounts), refused);
    const terms = termsHere(stage, name, tips, fee, fee === 0n ? zeroAddress : takes);
    const { bytes } = await signForRouter(payer, from, domain, terms);
    const args = [token.address, tips, fee, terms.feeReceiver, from, far, terms.salt, bytes] as const;
    const calldata = encodeFunctionData({ abi: router.abi, functionName: "tipWithAuthorization", args });
    const typedData = { domain, primaryType: "ReceiveWithAuthorization", message: authorizationOf(terms, from, router.address) };
    return {
      name,
      function: "tipWithAuthorization",
      sender: getAddress(sender.account.address),
      calldata,
      signed: [signing(from, terms, typedData, bytes)],
      logged: await router.write.tipWithAuthorization(args, { account: sender.account }),
    };
  };
}

async function tipWithAuthorizations(stage: Stage): Promise<Made> {
  const { router, token, sender, wallets, domain } = stage;
  const name = "tipWithAuthorizations, three payers, the second to a payee on the denylist";
  const tips = refusedAt(tipsOf(name, [1_000_000n, 2_000_000n, 3_000_000n]), 1);
  const signed: Signing[] = [];
  const items = [];
  for (const [i, tip] of tips.entries()) {
    const wallet = wallets[4 + i];
    if (wallet === undefined) throw new Error(`The chain has no account #${4 + i}.`);
    const payer = getAddress(wallet.account.address);
    const terms = termsHere(stage, `${name}, ${i}`, [tip], 0n, zeroAddress);
    const { bytes } = await signForPayee(wallet, payer, domain, terms);
    const typedData = { domain, primaryType: "TransferWithAuthorization", message: authorizationOf(terms, payer, tip.payee) };
    signed.push(signing(payer, terms, typedData, bytes));
    items.push({ payer, ...tip, validBefore: far, salt: terms.salt, signature: bytes });
  }
  const args = [token.address, items] as const;
  const calldata = encodeFunctionData({ abi: router.abi, functionName: "tipWithAuthorizations", args });
  const logged = await router.write.tipWithAuthorizations(args, { account: sender.account });
  return { name, function: "tipWithAuthorizations", sender: getAddress(sender.account.address), calldata, signed, logged };
}

async function tipWithPermit2(stage: Stage): Promise<Made> {
  const { router, token, payer, sender } = stage;
  const name = "tipWithPermit2, two payees, with a fee";
  const from = getAddress(payer.account.address);
  const tips = tipsOf(name, [400_000n, 600_000n]);
  const terms = termsHere(stage, name, tips, 30_000n, feeReceiver);
  const nonce = BigInt(wordOf("a nonce of Permit2"));
  const { bytes } = await signForPermit2(payer, terms, nonce);
  const args = [token.address, tips, 30_000n, feeReceiver, from, nonce, far, terms.salt, bytes] as const;
  const calldata = encodeFunctionData({ abi: router.abi, functionName: "tipWithPermit2", args });
  const logged = await router.write.tipWithPermit2(args, { account: sender.account });
  const signed = [signing(from, terms, permit2DataOf(terms, nonce), bytes)];
  return { name, function: "tipWithPermit2", sender: getAddress(sender.account.address), calldata, signed, logged };
}

function termsHere({ router, token, deployed }: Stage, name: string, tips: Tip[], fee: bigint, takes: Address): Terms {
  const [chainId, salt] = [BigInt(deployed.chainId), wordOf(`${name}, salt`)];
  const common = { chainId, router: router.address, token: token.address, validBefore: far, salt };
  return termsOf(tips, { ...common, fee, feeReceiver: takes });
}

function signing(payer: Address, terms: Terms, typedData: unknown, signature: Hex): Signing {
  return { payer, terms: written(terms), termsHash: hashOf(terms), typedData: written(typedData), signature };
}

/** No payees, the greatest numbers, and two hundred payees. */
function extremeTerms(router: Address): RouterVectors["terms"] {
  const nothing = { chainId: 0n, router: zeroAddress, token: zeroAddress, fee: 0n, feeReceiver: zeroAddress };
  const none: Terms = { ...nothing, payees: [], amounts: [], references: [], validBefore: 0n, salt: pad("0x") };
  const token = accountOf("a token");
  const one = { payee: accountOf("somebody"), amount: most, paymentReference: pad(toHex(most)) };
  const greatest = { chainId: 2n ** 64n - 1n, router, token, fee: most, feeReceiver, validBefore: most, salt: toHex(most) };
  const many = { chainId: 8453n, router, token, fee: 1n, feeReceiver, validBefore: far, salt: wordOf("a salt") };
  const tips = tipsOf("many", Array.from({ length: 200 }, (_, i) => BigInt(i + 1)));
  return [none, termsOf([one], greatest), termsOf(tips, many)].map((terms) => ({
    terms: written(terms),
    termsHash: hashOf(terms),
  }));
}

/** The same with decimal text for numbers, as JSON has it. */
function written<T>(value: T): Written<T> {
  return JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? each.toString() : each)));
}
