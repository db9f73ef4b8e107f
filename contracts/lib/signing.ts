// What a payer's wallet signs for the test dollar, and the signature in the two forms that the token takes.

import {
  type Account,
  type Address,
  type Chain,
  type Hex,
  type Transport,
  type TypedDataDefinition,
  type WalletClient,
  concat,
  numberToHex,
  parseSignature,
} from "viem";

/** The token's EIP-712 domain. */
export interface Domain {
  name: string;
  version: string;
  chainId: number;
  verifyingContract: Address;
}

export interface Permit {
  owner: Address;
  spender: Address;
  value: bigint;
  nonce: bigint;
  deadline: bigint;
}

export interface Authorization {
  from: Address;
  to: Address;
  value: bigint;
  validAfter: bigint;
  validBefore: bigint;
  nonce: Hex;
}

export interface Signed {
  v: number;
  r: Hex;
  s: Hex;
  bytes: Hex;
}

const authorization = [
  { name: "from", type: "address" },
  { name: "to", type: "address" },
  { name: "value", type: "uint256" },
  { name: "validAfter", type: "uint256" },
  { name: "validBefore", type: "uint256" },
  { name: "nonce", type: "bytes32" },
] as const;

export const types = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
  TransferWithAuthorization: authorization,
  ReceiveWithAuthorization: authorization,
  CancelAuthorization: [
    { name: "authorizer", type: "address" },
    { name: "nonce", type: "bytes32" },
  ],
} as const;

/** The domain that the test dollar at this address has on this chain. */
export function domainOf(token: Address, chainId: number): Domain {
  return { name: "USD Coin", version: "2", chainId, verifyingContract: token };
}

/** What each of the token's messages says. */
export interface Messages {
  Permit: Permit;
  TransferWithAuthorization: Authorization;
  ReceiveWithAuthorization: Authorization;
  CancelAuthorization: { authorizer: Address; nonce: Hex };
}

/** Signs one of the token's messages with the wallet's own account. */
export async function sign<Type extends keyof Messages>(
  wallet: WalletClient<Transport, Chain | undefined, Account>,
  domain: Domain,
  primaryType: Type,
  message: Messages[Type],
): Promise<Signed> {
  const typedData: TypedDataDefinition = { domain: { ...domain }, types, primaryType, message: { ...message } };
  return split(await wallet.signTypedData(typedData));
}

/** The parts of a 65-byte signature. */
export function split(bytes: Hex): Signed {
  const { r, s, yParity } = parseSignature(bytes);
  return { v: 27 + yParity, r, s, bytes };
}

const curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The other signature of the same message by the same key, with a high s: valid on the curve, refused by the token. */
export function withHighS({ v, r, s }: Signed): Signed {
  const high: Hex = `0x${(curveOrder - BigInt(s)).toString(16).padStart(64, "0")}`;
  return joined(55 - v, r, high);
}

/** The signature with v as 0 or 1, as some wallets return it: refused by the token. */
export function withLowV({ v, r, s }: Signed): Signed {
  return joined(v - 27, r, s);
}

/** The 64-byte form of ERC-2098, as bytes: refused by the token. */
export function compact({ v, r, s }: Signed): Hex {
  const yParityAndS = BigInt(s) | (BigInt(v - 27) << 255n);
  return concat([r, `0x${yParityAndS.toString(16).padStart(64, "0")}`]);
}

function joined(v: number, r: Hex, s: Hex): Signed {
  return { v, r, s, bytes: concat([r, s, numberToHex(v, { size: 1 })]) };
}
