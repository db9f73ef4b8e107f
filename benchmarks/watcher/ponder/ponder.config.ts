// The chain, the router and where to begin come from the environment; everything else is as ponder's own template has it.
import { createConfig } from "ponder";
import { parseAbi } from "viem";

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
};

export default createConfig({
  database: { kind: "postgres", connectionString: setting("PEER_DATABASE") },
  chains: { local: { id: 31337, rpc: setting("PEER_RPC") } },
  contracts: {
    TipRouter: {
      chain: "local",
      abi: parseAbi([
        "event TipSent(bytes32 indexed paymentReference, address indexed payer, address indexed payee, address token, uint256 amount, uint256 fee)",
      ]),
      address: setting("PEER_ROUTER") as `0x${string}`,
      startBlock: Number(setting("PEER_START_BLOCK")),
    },
  },
});
