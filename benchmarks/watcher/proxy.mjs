// A caching proxy before a node: proxy.mjs NODE-URL. It prints its own URL and lives until its standard input ends.
// What was asked once is answered from memory, byte by byte as the node did, but for the ids, which stand in ten
// characters padded with spaces: so an answer is one block of memory in which only ids are written anew.
import { createServer, Agent, request } from "node:http";

const slot = 10;
const idPattern = /"id":\s*(\d+)/g;
const unkept = /^(anvil_|evm_|hardhat_|eth_send|eth_newFilter|eth_getFilter|eth_newBlockFilter)/;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const node = new URL(process.argv[2]);

/** The text of each result by method and params. */
const results = new Map();
/** Whole answers by the request's body without its ids: `{ bytes, offsets, inFlight }`. */
const answers = new Map();
let log = [];
let counts = { requests: 0, fromNode: 0, bytesIn: 0, bytesOut: 0 };

function askNode(body) {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": body.length };
    const asked = request(node, { method: "POST", agent, headers }, async (answer) => {
      try {
        resolve(await read(answer));
      } catch (error) {
        reject(error);
      }
    });
    asked.on("error", reject).end(body);
  });
}

async function read(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Cuts the node's answer into its responses, by the braces outside of strings. */
function* responses(bytes) {
  let [depth, start, inString] = [0, 0, false];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === 92) i++;
      else if (byte === 34) inString = false;
    } else if (byte === 34) inString = true;
    else if (byte === 123 && depth++ === 0) start = i;
    else if (byte === 125 && --depth === 0) yield bytes.subarray(start, i + 1);
  }
}

/** Asks the node for what is not known yet; false when it answered with an error, which is then not kept. */
async function learn(calls) {
  const missing = [...new Map(calls.filter(({ key }) => !results.has(key)).map((call) => [call.key, call])).values()];
  if (missing.length === 0) return true;
  counts.fromNode++;
  const body = JSON.stringify(missing.map(({ call }, id) => ({ ...call, id })));
  for (const response of responses(await askNode(Buffer.from(body)))) {
    const head = /^\{"jsonrpc":"2\.0","id":(\d+),"result":/.exec(response.toString("latin1", 0, 80));
    if (head === null) return false;
    results.set(missing[Number(head[1])].key, response.subarray(head[0].length, -1));
  }
  return missing.every(({ key }) => results.has(key));
}

/** The whole answer to a body, in one block; null when it cannot be kept. */
async function prepare(text) {
  const parsed = JSON.parse(text);
  const calls = (Array.isArray(parsed) ? parsed : [parsed]).map((call) => ({
    call,
    key: `${call.method} ${JSON.stringify(call.params ?? [])}`,
  }));
  if (calls.some(({ call }) => unkept.test(call.method)) || !(await learn(calls))) return null;
  const [parts, offsets] = [[], []];
  let length = 0;
  const add = (part) => {
    parts.push(part);
    length += part.length;
  };
  calls.forEach(({ key }, i) => {
    add(Buffer.from(`${Array.isArray(parsed) ? (i === 0 ? "[" : ",") : ""}{"jsonrpc":"2.0","id":`));
    offsets.push(length);
    add(Buffer.from(`${" ".repeat(slot)},"result":`));
    add(results.get(key));
    add(Buffer.from("}"));
  });
  if (Array.isArray(parsed)) add(Buffer.from("]"));
  return { bytes: Buffer.concat(parts), offsets, inFlight: 0 };
}

async function answer(message, response) {
  const body = await read(message);
  const text = body.toString("latin1");
  const ids = [];
  const key = text.replace(idPattern, (_, id) => {
    ids.push(id);
    return '"id":';
  });
  counts.requests++;
  counts.bytesIn += body.length;
  log.push(body);
  let known = answers.get(key);
  if (known === undefined) {
    known = await prepare(body.toString());
    if (known === null) return send(response, await askNode(body));
    answers.set(key, known);
  }
  const bytes = known.inFlight > 0 ? Buffer.from(known.bytes) : known.bytes;
  known.offsets.forEach((offset, i) => bytes.latin1Write(ids[i].padEnd(slot), offset, slot));
  known.inFlight++;
  response.once("close", () => known.inFlight--);
  send(response, bytes);
}

function send(response, bytes) {
  counts.bytesOut += bytes.length;
  response.writeHead(200, { "content-type": "application/json", "content-length": bytes.length });
  response.end(bytes);
}

/** For the measuring script: what was asked since it asked the last time. */
function report(response) {
  send(response, Buffer.from(JSON.stringify({ ...counts, bodies: log.map(String) })));
  log = [];
  counts = { requests: 0, fromNode: 0, bytesIn: 0, bytesOut: 0 };
}

const server = createServer({ keepAliveTimeout: 600_000, noDelay: true }, (message, response) => {
  if (message.method === "GET") return report(response);
  answer(message, response).catch((error) => {
    response.writeHead(502);
    response.end(String(error));
  });
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.resume().on("end", () => process.exit(0));
