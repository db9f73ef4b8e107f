// Deploys the contracts to the local node at CHAINTIPS_RPC_URL. Progress goes to standard error; the last line of
// standard output is the deployment as JSON.

import { artifacts, network } from "hardhat";

import { deploy } from "../lib/deployment.ts";

const { viem } = await network.create();
const [wallet] = await viem.getWalletClients();
if (wallet === undefined) throw new Error("The node has no unlocked accounts: start it with `npx hardhat node`.");

const deployment = await deploy(artifacts, await viem.getPublicClient(), wallet, (line) => console.error(line));
console.log(JSON.stringify(deployment));
