// Puts the contracts on a local chain, always at the same addresses: every one is made by CREATE2, through the
// deployer that has one address on all chains, so an address depends on nothing but the code.

import type { ArtifactManager } from "hardhat/types/artifacts";
import {
  type Abi,
  type Address,
  type Hex,
  type PublicClient,
  type WalletClient,
  concat,
  encodeDeployData,
  encodeFunctionData,
  getAbiItem,
  getContractAddress,
  parseAbi,
  parseEther,
  parseGwei,
  recoverTransactionAddress,
  serializeTransaction,
  toHex,
  zeroHash,
} from "viem";

import { permit2Address } from "./terms.ts";

export const localChainId = 31337;
/** Account #0 of every Hardhat node: owner of the test dollar. */
export const owner: Address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
/** What each of the first ten unlocked accounts holds at first, in millionths of a dollar. The others hold nothing. */
export const firstBalance = 1_000_000_000_000n;

export interface Deployment {
  chainId: number;
  tipRouter: Address;
  token: Address;
  /** A second dollar, for whoever pays with another token than was asked for. */
  otherToken: Address;
  twoTips: Address;
  forwarderFactory: Address;
  /** Where Permit2 is on every chain. Here a contract stands in for it. */
  permit2: Address;
  /** Executes user operations of anybody: for tests alone. */
  entryPoint: Address;
  /** A smart-contract wallet of account #0. */
  smartAccount: Address;
  /** The first block that can hold a tip. */
  startBlock: number;
}

type Say = (line: string) => void;
type Artifacts = Pick<ArtifactManager, "readArtifact">;

const deployer: Address = "0x4e59b44847b379578588920cA78FbF26c0B4956C";

// The transaction that makes the deployer. Its signature was chosen, not made with a key, and the signer follows from
// it: so nobody has the key, and the deployer is the same contract at the same address on every chain.
const deployerTransaction = serializeTransaction(
  {
    type: "legacy",
    nonce: 0,
    gasPrice: parseGwei("100"),
    gas: 100_000n,
    data: concat([
      "0x604580600e600039806000f350fe",
      `0x7f${"f".repeat(62)}e0`,
      "0x3601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3",
    ]),
  },
  { r: `0x${"2".repeat(64)}`, s: `0x${"2".repeat(64)}`, v: 27n },
);
const deployerCost = parseEther("0.01");

const tokenAbi = parseAbi([
  "function initialize(address firstOwner)",
  "function mint(address to, uint256 amount) returns (bool)",
  "function balanceOf(address account) view returns (uint256)",
  "function totalSupply() view returns (uint256)",
  "event Initialized(uint64 version)",
]);

/** Deploys what is missing and gives each account its first dollars. On a chain that has it all it sends nothing. */
export async function deploy(
  artifacts: Artifacts,
  publicClient: PublicClient,
  wallet: WalletClient,
  say: Say = () => {},
): Promise<Deployment> {
  const chainId = await publicClient.getChainId();
  if (chainId !== localChainId) {
    throw new Error(
      `The chain at this endpoint has id ${chainId}. The test dollar is for chain ${localChainId} alone: ` +
        "set CHAINTIPS_RPC_URL to a local Hardhat node.",
    );
  }

  const send = async (to: Address, data: Hex, value = 0n): Promise<void> => {
    const hash = await wallet.sendTransaction({ account: owner, chain: null, to, data, value });
    await succeeded(publicClient, hash);
  };
  const create = async (name: string, args: readonly unknown[] = [], salt: Hex = zeroHash): Promise<Address> => {
    const { abi, bytecode } = await artifacts.readArtifact(name);
    const initCode = encodeDeployData({ abi: abi as Abi, bytecode: bytecode as Hex, args });
    const address = getContractAddress({ opcode: "CREATE2", from: deployer, salt, bytecode: initCode });
    const found = await hasCode(publicClient, address);
    if (!found) await send(deployer, concat([salt, initCode]));
    say(`${found ? "found" : "deployed"} ${name} at ${address}`);
    return address;
  };

  // No deployment leads to the address of Permit2 but that of its own code, so here the node is asked to put code there.
  const standIn = async (name: string, address: Address): Promise<Address> => {
    const { deployedBytecode } = await artifacts.readArtifact(name);
    const found = await hasCode(publicClient, address);
    if (!found) {
      const put = { method: "hardhat_setCode", params: [address, deployedBytecode as Hex] };
      await publicClient.request<{ Method: string; Parameters: Hex[]; ReturnType: unknown }>(put);
    }
    say(`${found ? "found" : "put"} ${name} at ${address}`);
    return address;
  };

  if (!(await hasCode(publicClient, deployer))) {
    const signer = await recoverTransactionAddress({ serializedTransaction: deployerTransaction });
    await send(signer, "0x", deployerCost);
    await succeeded(
      publicClient,
      await publicClient.sendRawTransaction({ serializedTransaction: deployerTransaction }),
    );
  }

  const implementation = await create("DevUsd");
  const initialize = encodeFunctionData({ abi: tokenAbi, functionName: "initialize", args: [owner] });
  const token = await create("DevUsdProxy", [implementation, initialize]);
  const otherToken = await create("DevUsdProxy", [implementation, initialize], toHex(1n, { size: 32 }));
  const tipRouter = await create("TipRouter");
  const twoTips = await create("TwoTips");
  const forwarderFactory = await create("ForwarderFactory");
  const permit2 = await standIn("DevPermit2", permit2Address);
  const entryPoint = await create("OpenEntryPoint");
  const smartAccount = await create("SmartAccount", [owner, entryPoint]);

  // Money only grows, so an account that was given its dollars and spent them is not given more.
  const accounts = (await wallet.getAddresses()).slice(0, 10);
  for (const dollar of [token, otherToken]) {
    const supply = await publicClient.readContract({ address: dollar, abi: tokenAbi, functionName: "totalSupply" });
    if (supply >= firstBalance * BigInt(accounts.length)) continue;
    for (const account of accounts) {
      const balance = await publicClient.readContract({
        address: dollar,
        abi: tokenAbi,
        functionName: "balanceOf",
        args: [account],
      });
      if (balance > 0n) continue;
      await send(dollar, encodeFunctionData({ abi: tokenAbi, functionName: "mint", args: [account, firstBalance] }));
    }
    say(`gave ${accounts.length} accounts ${firstBalance / 1_000_000n} test dollars of ${dollar} each`);
  }

  const [initialized] = await publicClient.getLogs({
    address: token,
    event: getAbiItem({ abi: tokenAbi, name: "Initialized" }),
    fromBlock: 0n,
  });
  if (initialized === undefined) throw new Error(`The token at ${token} has code but was never initialized.`);

  const startBlock = Number(initialized.blockNumber);
  const others = { twoTips, forwarderFactory, permit2, entryPoint, smartAccount };
  return { chainId, tipRouter, token, otherToken, ...others, startBlock };
}

async function hasCode(publicClient: PublicClient, address: Address): Promise<boolean> {
  return (await publicClient.getCode({ address })) !== undefined;
}

async function succeeded(publicClient: PublicClient, hash: Hex): Promise<void> {
  const receipt = await publicClient.waitForTransactionReceipt({ hash, pollingInterval: 50 });
  if (receipt.status !== "success") throw new Error(`Transaction ${hash} was mined but failed.`);
}
