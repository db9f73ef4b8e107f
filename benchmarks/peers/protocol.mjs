// viem at the tasks of the .NET benchmarks: protocol.mjs FILE, where the file is the generated answer to eth_getLogs.
import { readFileSync } from "node:fs";
import { decodeEventLog, hashTypedData, keccak256, parseAbi, recoverAddress, stringToBytes, verifyTypedData } from "viem";
import { sign } from "viem/accounts";
import { digest, signature, signer, typedData } from "./authorization.mjs";
import { measure, measureLong, table } from "./measure.mjs";

const abi = parseAbi([
  "event TipSent(bytes32 indexed paymentReference, address indexed payer, address indexed payee, address token, uint256 amount, uint256 fee)",
  "event Transfer(address indexed from, address indexed to, uint256 value)",
]);
const answer = readFileSync(process.argv[2]);

function demand(isRight, what) {
  if (!isRight) throw new Error(`viem ${what} is wrong, so its time says nothing.`);
}

const word = keccak256("0x", "bytes");
const privateKey = keccak256(stringToBytes("private key"));
demand(hashTypedData(typedData) === digest, "hashTypedData");
demand((await recoverAddress({ hash: digest, signature })).toLowerCase() === signer.toLowerCase(), "recoverAddress");

await measure("viem: keccak256 of 32 bytes, to bytes", () => keccak256(word, "bytes"));
await measure("viem: recoverAddress", () => recoverAddress({ hash: digest, signature }));
await measure("viem: sign", () => sign({ hash: digest, privateKey, to: "hex" }));
await measure("viem: hashTypedData, EIP-3009", () => hashTypedData(typedData));
await measure("viem: verifyTypedData, EIP-3009", () => verifyTypedData({ ...typedData, address: signer, signature }));

const logs = JSON.parse(answer.toString()).result;
const tip = logs[1];
const transfer = {
  topics: ["0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", tip.topics[2], tip.topics[3]],
  data: `0x${tip.data.slice(66, 130)}`,
};
demand(decodeEventLog({ abi, ...tip }).args.amount === 1_000_001n, "decodeEventLog");
await measure("viem: decodeEventLog, TipSent", () => decodeEventLog({ abi, topics: tip.topics, data: tip.data }));
await measure("viem: decodeEventLog, Transfer", () => decodeEventLog({ abi, ...transfer }));

const count = logs.length.toLocaleString("en-US");
measureLong(`JSON.parse alone, ${count} logs`, 3, () => JSON.parse(answer.toString()));
measureLong(`JSON.parse + viem: decodeEventLog, ${count} logs`, 3, () => {
  const decoded = JSON.parse(answer.toString()).result.map(({ topics, data }) => decodeEventLog({ abi, topics, data }));
  demand(decoded.filter((log) => log.eventName === "TipSent").length === (4 * logs.length) / 5, "decodeEventLog of every log");
});
console.log(table());
