// Measures what a payment costs. Every row starts from the same chain, as the deploy script leaves it, so that no row
// warms a slot for another and a run gives the same figures as the last.

import type { ArtifactManager } from "hardhat/types/artifacts";
import type { NetworkConnection } from "hardhat/types/network";
import { type Address, type Hash, keccak256, stringToHex } from "viem";

import { deploy } from "./deployment.ts";
import { domainOf, sign } from "./signing.ts";

export interface GasRow {
  name: string;
  gas: number;
}

export interface GasTable {
  rows: GasRow[];
  /** What `tip` costs above a bare `transfer` to the same payee. */
  tipOverTransfer: number;
}

/** The most that `tip` may cost above a bare `transfer`. */
export const bound = 14_100;

const amount = 250_000n;
const allowance = 10_000_000n;
const reference = keccak256(stringToHex("a post"));
const nonce = keccak256(stringToHex("an authorization"));
const far = 4_000_000_000n;

/** Measures every row, each on a chain of its own. */
export async function measureGas(
  artifacts: Pick<ArtifactManager, "readArtifact">,
  connect: () => Promise<NetworkConnection>,
): Promise<GasTable> {
  const measure = async (name: string, row: (chain: Chain) => Promise<Hash>): Promise<GasRow> => {
    const connection = await connect();
    const chain = await newChain(artifacts, connection);
    const receipt = await chain.publicClient.getTransactionReceipt({ hash: await row(chain) });
    await connection.close();
    if (receipt.status !== "success") throw new Error(`The transaction measured as "${name}" failed.`);
    return { name, gas: Number(receipt.gasUsed) };
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

  return {
    rows: [transfer, transferFirst, transferFrom, tip, tipFirst, firstPermit, laterPermit, authorized],
    tipOverTransfer: tip.gas - transfer.gas,
  };
}

type Chain = Awaited<ReturnType<typeof newChain>>;

async function newChain(artifacts: Pick<ArtifactManager, "readArtifact">, { viem }: NetworkConnection) {
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
    domain: domainOf(deployed.token, deployed.chainId),
    token: await viem.getContractAt("DevUsd", deployed.token),
    router: await viem.getContractAt("TipRouter", deployed.tipRouter),
  };
}
