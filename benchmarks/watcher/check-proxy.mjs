// What the proxy answers is what the node answers, byte by byte, but for the ids.
const withoutIds = (bytes) => bytes.toString("latin1").replaceAll(/("jsonrpc":"2\.0","id":)\d+ */g, "$1");

async function post(url, body) {
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  return Buffer.from(await answer.arrayBuffer());
}

const idsOf = (body) => [...body.matchAll(/"id":\s*(\d+)/g)].map(([, id]) => Number(id));

/** Asks both, the proxy with other ids than before; the requests must be in the proxy's memory already. */
export async function checkProxy(nodeUrl, proxyUrl, bodies) {
  let bytes = 0;
  for (const body of bodies) {
    const renumbered = body.replaceAll(/"id":\s*(\d+)/g, (_, id) => `"id":${Number(id) + 70_000}`);
    const [fromNode, fromProxy] = [await post(nodeUrl, renumbered), await post(proxyUrl, renumbered)];
    const ids = [...fromProxy.toString("latin1").matchAll(/"jsonrpc":"2\.0","id":(\d+)/g)].map(([, id]) => Number(id));
    if (ids.join() !== idsOf(renumbered).join())
      throw new Error(`The proxy answered other ids than were asked: ${renumbered.slice(0, 200)}`);
    if (withoutIds(fromNode) !== withoutIds(fromProxy))
      throw new Error(`The proxy does not answer as the node: ${renumbered.slice(0, 200)}`);
    bytes += fromNode.length;
  }
  return bytes;
}
