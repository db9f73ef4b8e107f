// Waits until a URL answers with success, as long as the process behind it lives and a minute has not passed.
const [url, pid, what, body] = process.argv.slice(2);
const request = body ? { method: "POST", body, headers: { "content-type": "application/json" } } : {};
const deadline = Date.now() + 60_000;
let last = "no answer";
while (Date.now() < deadline) {
  try {
    const answer = await fetch(url, request);
    if (answer.ok) process.exit(0);
    last = `${answer.status} ${await answer.text()}`;
  } catch (error) {
    last = String(error.cause?.message ?? error.message);
  }
  try {
    process.kill(Number(pid), 0);
  } catch {
    console.error(`${what} ended before it answered at ${url}.`);
    process.exit(1);
  }
  await new Promise((resolve) => setTimeout(resolve, 150));
}
console.error(`${what} did not answer at ${url} within a minute: ${last}`);
process.exit(1);
