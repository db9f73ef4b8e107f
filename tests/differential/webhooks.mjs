// Signatures of webhooks, and what is genuine, as the library of Standard Webhooks itself has it.
import { Webhook } from 'standardwebhooks';

const tolerance = 300;
const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-'];

export function makeChecks(random) {
  const secret = 'whsec_' + Buffer.from(random.hex(24 + random.below(41)).slice(2), 'hex').toString('base64');
  const id = random.pick(['msg_', 'evt_', '']) + random.list(1 + random.below(30), () => random.pick(letters)).join('');
  const body = random.pick([JSON.stringify({ text: random.text(random.below(80)) }), '{}', '[]', `"${random.hex(20)}"`]);
  const now = Math.floor(Date.now() / 1000);

  // Not near the ends of the tolerance, because the library looks at its own clock.
  const timestamp = now + random.pick([0, -1, 1, -250, 250, -random.below(tolerance - 20), -tolerance - 20, tolerance + 20]);
  const library = new Webhook(secret);
  const signature = library.sign(id, new Date(timestamp * 1000), body);
  const sent = changed(random, { id, timestamp, body, signature });
  return [
    { tool: 'webhook-sign', input: { secret, id, timestamp, body }, expected: { standardwebhooks: { signature } } },
    { tool: 'webhook-verify', input: { secret, ...sent, now }, expected: { standardwebhooks: verdictOf(library, sent) } },
  ];
}

/** What arrives: the same, with signatures of other keys or versions before or behind, or with something changed. */
function changed(random, message) {
  const { id, timestamp, body, signature } = message;
  const foreign = 'v1,' + Buffer.from(random.hex(32).slice(2), 'hex').toString('base64');
  switch (random.below(8)) {
    case 0: return { ...message, id: id + 'x' };
    case 1: return { ...message, timestamp: timestamp + random.pick([1, -1]) };
    case 2: return { ...message, body: body + ' ' };
    case 3: return { ...message, signature: foreign };
    case 4: return { ...message, signature: `${foreign} ${signature}` };
    case 5: return { ...message, signature: `${signature.replace('v1', 'v2')} ${random.pick([foreign, signature])}` };
    default: return message;
  }
}

function verdictOf(library, { id, timestamp, body, signature }) {
  try {
    library.verify(body, { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature });
    return { ok: true };
  } catch {
    return answer => 'error' in answer;
  }
}
