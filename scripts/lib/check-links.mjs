// Every relative link in a Markdown file leads to a file or folder that is there.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = process.argv[2];
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], { cwd: root, encoding: "utf8" }).split("\n").filter(Boolean);
let [links, dead] = [0, 0];
for (const file of files) {
  const text = readFileSync(join(root, file), "utf8").replace(/```[\s\S]*?```/g, "");
  for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    const path = target.split("#")[0];
    if (path === "" || /^[a-z]+:/.test(target)) continue;
    links++;
    if (!existsSync(join(root, dirname(file), path))) {
      dead++;
      console.error(`${file}: ${target} leads nowhere`);
    }
  }
}
console.error(`${links} links in ${files.length} documents, ${dead} dead`);
process.exit(dead === 0 && links > 0 ? 0 : 1);
