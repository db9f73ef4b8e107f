// Answers of `chaintips tool NAME`: one JSON line in, one JSON line out.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const command = process.env.CHAINTIPS ?? fileURLToPath(new URL('../../../scripts/chaintips', import.meta.url));

/** The answers to all inputs, in order. */
export async function answersOf(tool, inputs) {
  const child = spawn(command, ['tool', tool], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const answers = [];
  const read = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      answers.push(JSON.parse(line));
    }
  })();
  for (const input of inputs) {
    if (!child.stdin.write(JSON.stringify(input) + '\n')) {
      await once(child.stdin, 'drain');
    }
  }

  child.stdin.end();
  await read;
  const [code] = await closed;
  if (code !== 0 || answers.length !== inputs.length) {
    throw new Error(`The tool ${tool} ended with ${code} after ${answers.length} answers to ${inputs.length} lines.`);
  }

  return answers;
}
