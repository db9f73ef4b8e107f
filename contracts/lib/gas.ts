// Measures what a payment costs. Every row starts from the same chain, as the deploy script leaves it, so that no row
// warms a slot for another and a run gives the same figures as the last.

import type { ArtifactManager } from "hardhat/types/artifacts";
import type { NetworkConnection } from "hardhat/types/network";
import {
  type Abi,
  type Address,
  type Hash,
  type Hex,
  type LocalAccount,
  concat,
  createWalletClient,
  custom,
  encodeFunctionData,
  keccak256,
  stringToHex,
} from "viem";

import { deploy } from "./deployment.ts";
import { type RouterGas, measureRouter } from "./gasOfRouter.ts";
import { splitOf } from "./gasSplit.ts";
import { domainOf, sign } from "./signing.ts";

export interface GasRow {
  name: string;
  gas: number;
}

/** Where the gas of a call to the router went. */
export interface SplitRow extends GasRow {
  /** The price of any transaction, and of the calldata. */
  base: number;
  /** What the token and Permit2 used, and what it costs to reach them. */
  token: number;
  /** The router's logs. */
  logs: number;
  /** All else that the router did. */
  router: number;
  /** What the chain gave back for slots that are empty again, capped at a fifth. */
  refund: number;
}

export interface GasTable {
  rows: GasRow[];
  /** What `tip` costs above a bare `transfer` to the same payee. */
  tipOverTransfer: number;
  /** What `tip` costs above a bare `transfer` when it uses up an allowance that was made for it. */
  exactTipOverTransfer: number;
  router: RouterGas["ratios"];
  /** Where the gas of the calls to the router went. */
  splits: SplitRow[];
  /** What a bare `transfer` costs whose calldata goes on with a marker and a reference, by what it costs without. */
  suffixOverTransfer: number;
}

/** The most that `tip` may cost above a bare `transfer` when it uses up its allowance, and when it does not. */
export const exactBound = 12_000;
export const bound = 14_100;
/** The most that a `transfer` with a marker and a reference may cost, by what it costs without. */
export const suffixBound = 1.02;

const amount = 250_000n;
const allowance = 10_000_000n;
const reference = keccak256(stringToHex("a post"));
const nonce = keccak256(stringToHex("an authorization"));
const far = 4_000_000_000n;
/** 16 bytes that say what it is, and a reference: none of them zero, so no cheaper than any. */
const suffix = concat([`0x${"5a".repeat(16)}`, `0x${"a5".repeat(32)}`]);

/** Measures every row, each on a chain of its own. */
export async function measureGas(
  artifacts: Pick<ArtifactManager, "readArtifact">,
  connect: () => Promise<NetworkConnection>,
): Promise<GasTable> {
  const measure = async (name: string, row: (chain: Chain) => Promise<Hash>): Promise<SplitRow> => {
    const connection = await connect();
    const chain = await newChain(artifacts, connection);
    const hash = await row(chain);
    const receipt = await chain.publicClient.getTransactionReceipt({ hash });
    const { input } = await chain.publicClient.getTransaction({ hash });
    const split = await splitOf(connection, hash, input, Number(receipt.gasUsed));
    await connection.close();
    if (receipt.status !== "success") throw new Error(`The transaction measured as "${name}" failed.`);
    return { name, gas: Number(receipt.gasUsed), ...split };
  };

  const transfer = await measure("`transfer`, payee holds the token", ({ token, payee }) =>
    token.write.transfer([payee, amount]),
  );
  const transferFirst = await measure("`transfer`, first to this payee", ({ token, newPayee }) =>
    token.write.transfer([newPayee, amount]),
  );
  const transferFrom = await measure("`transferFrom`, payee holds the token", async (chain) => {
    const { token, payer, payee, spender } = chain;
    await token.write.approve([spender, allowance]);
    return token.write.transferFrom([payer, payee, amount], { account: spender });
  });
  const tip = await measure("`tip`, payee holds the token", async ({ token, router, payee }) => {
    await token.write.approve([router.address, allowance]);
    return router.write.tip([token.address, payee, amount, reference]);
  });
  const tipExact = await measure("`tip`, payee holds the token, uses up the allowance", async (chain) => {
    await chain.token.write.approve([chain.router.address, amount]);
    return chain.router.write.tip([chain.token.address, chain.payee, amount, reference]);
  });
  const tipFirst = await measure("`tip`, first to this payee", async ({ token, router, newPayee }) => {
    await token.write.approve([router.address, allowance]);
    return router.write.tip([token.address, newPayee, amount, reference]);
  });
  const tipWithPermit = async ({ token, router, wallet, payer, payee, domain }: Chain, permits: bigint) => {
    const permit = { owner: payer, spender: router.address, value: amount, nonce: permits, deadline: far };
    const { v, r, s } = await sign(wallet, domain, "Permit", permit);
    return router.write.tipWithPermit([token.address, payee, amount, reference, far, v, r, s]);
  };
  const firstPermit = await measure("`tipWithPermit`, payee holds the token, first permit", (chain) =>
    tipWithPermit(chain, 0n),
  );
  const laterPermit = await measure("`tipWithPermit`, payee holds the token, later permit", async (chain) => {
    await tipWithPermit(chain, 0n);
    return tipWithPermit(chain, 1n);
  });
  const authorized = await measure("`transferWithAuthorization`, payee holds the token", async (chain) => {
    const { token, wallet, payer, payee, domain, spender } = chain;
    const message = { from: payer, to: payee, value: amount, validAfter: 0n, validBefore: far, nonce };
    const { v, r, s } = await sign(wallet, domain, "TransferWithAuthorization", message);
    return token.write.transferWithAuthorization([payer, payee, amount, 0n, far, nonce, v, r, s], {
      account: spender,
    });
  });

  const suffixed = await measure("`transfer` with 48 bytes behind its calldata", ({ token, wallet, payee }) =>
    wallet.sendTransaction({ to: token.address, data: concat([transferCall(token.abi, payee), suffix]) }),
  );

  const router = await measureRouter(measure, tip, authorized);
  return {
    rows: rowsOf([
      transfer,
      transferFirst,
      suffixed,
      transferFrom,
      tip,
      tipExact,
      tipFirst,
      firstPermit,
      laterPermit,
      authorized,
      ...router.rows,
      ...(await depositRows(measure)),
    ]),
    tipOverTransfer: tip.gas - transfer.gas,
    exactTipOverTransfer: tipExact.gas - transfer.gas,
    router: router.ratios,
    splits: [tip, tipExact, ...router.rows],
    suffixOverTransfer: suffixed.gas / transfer.gas,
  };
}

export type Measure = (name: string, row: (chain: Chain) => Promise<Hash>) => Promise<SplitRow>;

/** The rows without what is told of the router's calls apart. */
function rowsOf(rows: GasRow[]): GasRow[] {
  return rows.map(({ name, gas }) => ({ name, gas }));
}

/** What it costs to make a deposit address and to sweep it. All payees hold the token. */
async function depositRows(measure: Measure): Promise<GasRow[]> {
  const sharesOf = ({ payees }: Chain, count: number) =>
    payees.slice(0, count).map((payee) => ({ payee, basisPoints: 10_000 / count }));
  const deposited = async (chain: Chain, count: number) => {
    const args = [reference, sharesOf(chain, count)] as const;
    const address = await chain.factory.read.forwarderOf(args);
    await chain.token.write.transfer([address, amount]);
    return { args, address };
  };

  const deploy = await measure("`deploy`, one payee", (chain) =>
    chain.factory.write.deploy([reference, sharesOf(chain, 1)]),
  );
  const rows = [deploy];
  for (const [count, name] of [
    [1, "one payee"],
    [2, "two payees"],
    [10, "ten payees"],
  ] as const) {
    const first = await measure(`\`deployAndSweep\`, ${name}`, async (chain) => {
      const { args } = await deposited(chain, count);
      return chain.factory.write.deployAndSweep([...args, chain.token.address]);
    });
    const later = await measure(`\`sweep\` of what arrived later, ${name}`, async (chain) => {
      const { args, address } = await deposited(chain, count);
      await chain.factory.write.deployAndSweep([...args, chain.token.address]);
      await deposited(chain, count);
      return chain.forwarderAt(address).then((forwarder) => forwarder.write.sweep([chain.token.address]));
    });
    rows.push(first, later);
  }
  return rows;
}

function transferCall(abi: Abi, payee: Address): Hex {
  return encodeFunctionData({ abi, functionName: "transfer", args: [payee, amount] });
}

export type Chain = Awaited<ReturnType<typeof newChain>>;

export async function newChain(artifacts: Pick<ArtifactManager, "readArtifact">, { viem }: NetworkConnection) {
  const publicClient = await viem.getPublicClient();
  const wallets = await viem.getWalletClients();
  const addresses = wallets.map((each) => each.account.address);
  // Account #0 pays, #1 is a payee who holds the token, #2 submits for others, #10 holds nothing.
  const [payer, payee, spender] = addresses as [Address, Address, Address];
  const [newPayee] = addresses.slice(10) as [Address];
  const wallet = wallets[0];
  if (wallet === undefined) throw new Error("The chain has no accounts.");

  const deployed = await deploy(artifacts, publicClient, wallet);
  return {
    publicClient,
    wallet,
    payer,
    payee,
    spender,
    newPayee,
    // All of them hold the token.
    payees: addresses.slice(0, 10),
    domain: domainOf(deployed.token, deployed.chainId),
    token: await viem.getContractAt("DevUsd", deployed.token),
    router: await viem.getContractAt("TipRouter", deployed.tipRouter),
    permit2: await viem.getContractAt("DevPermit2", deployed.permit2),
    /** Signs for somebody of whom the node knows nothing. */
    walletOf: (account: LocalAccount) => createWalletClient({ account, transport: custom(publicClient) }),
    factory: await viem.getContractAt("ForwarderFactory", deployed.forwarderFactory),
    forwarderAt: (address: Address) => viem.getContractAt("Forwarder", address),
  };
}
