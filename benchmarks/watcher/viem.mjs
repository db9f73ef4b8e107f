// viem at the same chain: viem.mjs URL ROUTER FIRST LAST BLOCKS-AT-ONCE [DATABASE]. It prints how many tips it saw, and their sum.
import { DatabaseSync } from "node:sqlite";
import { createPublicClient, hexToBytes, http, parseAbiItem } from "viem";

const [url, address, first, last, blocksAtOnce, file] = process.argv.slice(2);
const rowsAtOnce = 10_000;
const event = parseAbiItem(
  "event TipSent(bytes32 indexed paymentReference, address indexed payer, address indexed payee, address token, uint256 amount, uint256 fee)",
);

/** Rows as a careful author would write them: blobs, one index, every transaction flushed. */
function openBooks(path) {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE tips (block INTEGER, log INTEGER, block_hash BLOB, transaction_hash BLOB, reference BLOB, payer BLOB, payee BLOB, token BLOB,
      amount TEXT, PRIMARY KEY (block, log)) WITHOUT ROWID;
    CREATE INDEX tips_by_reference ON tips (reference);`);
  const insert = database.prepare("INSERT INTO tips VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  let waiting = 0;
  return {
    add({ blockNumber, logIndex, blockHash, transactionHash, args }) {
      if (waiting++ === 0) database.exec("BEGIN");
      const [hash, transaction, reference, payer, payee, token] = [
        blockHash,
        transactionHash,
        args.paymentReference,
        args.payer,
        args.payee,
        args.token,
      ].map((hex) => hexToBytes(hex));
      insert.run(blockNumber, logIndex, hash, transaction, reference, payer, payee, token, String(args.amount));
      if (waiting === rowsAtOnce) this.commit();
    },
    commit() {
      if (waiting > 0) database.exec("COMMIT");
      waiting = 0;
    },
  };
}

const client = createPublicClient({ transport: http(url, { timeout: 60_000 }) });
const books = file ? openBooks(file) : undefined;
let [count, sum] = [0, 0n];
for (let from = Number(first); from <= Number(last); from += Number(blocksAtOnce)) {
  const to = Math.min(Number(last), from + Number(blocksAtOnce) - 1);
  for (const log of await client.getLogs({
    address,
    event,
    fromBlock: BigInt(from),
    toBlock: BigInt(to),
    strict: true,
  })) {
    count++;
    sum += log.args.amount;
    books?.add(log);
  }
}
books?.commit();
console.log(count, String(sum));
