// Reads an answer of the API, or one value of it: get.mjs URL KEY-FILE [PATH]
import { readFileSync } from "node:fs";

const [url, keyFile, path] = process.argv.slice(2);
const answer = await fetch(url, { headers: { authorization: `Bearer ${readFileSync(keyFile, "utf8").trim()}` } });
if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}: ${await answer.text()}`);
const text = await answer.text();
console.log(path ? path.split(".").reduce((value, name) => value[name], JSON.parse(text)) : text);
