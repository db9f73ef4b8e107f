// curl fetches the very same requests again, one after the other on one connection: what the bytes cost alone.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { timeProgram } from "./gateway.mjs";

/** Writes the requests for curl; the answer is what fetches them. */
export function prepareCurl(folder, name, url, bodies) {
  const place = join(folder, `curl-${name}`);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  const parts = bodies.map((body, i) => {
    writeFileSync(join(place, `${i}.json`), body);
    return [
      "silent",
      "fail",
      `url = "${url}"`,
      `data-binary = "@${join(place, `${i}.json`)}"`,
      'header = "content-type: application/json"',
      'output = "/dev/null"',
    ].join("\n");
  });
  const config = join(place, "config");
  writeFileSync(config, parts.join("\nnext\n"));
  return () => timeProgram("curl", ["--config", config], process.env, folder);
}
