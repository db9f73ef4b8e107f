// Measures functions like the .NET side does: warm up, then samples of many calls each; the median says what one call takes.
const [warmUpMs, sampleMs, samples] = [300, 60, 11];
const rows = [];

const median = (values) => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];

async function timeMs(call, times) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < times; i++) await call();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function timeSyncMs(call, times) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < times; i++) call();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** A function that is awaited if it answers a promise. */
export async function measure(name, call) {
  const time = call() instanceof Promise ? timeMs : timeSyncMs;
  let [calls, spent] = [0, 0];
  while (spent < warmUpMs) {
    spent += await time(call, 10);
    calls += 10;
  }
  const times = Math.max(1, Math.round((sampleMs * calls) / spent));
  const taken = [];
  for (let i = 0; i < samples; i++) taken.push(((await time(call, times)) * 1000) / times);
  add(name, taken);
}

/** A function that takes seconds: a few calls, after one that warms up. */
export function measureLong(name, count, call) {
  call();
  const taken = [];
  for (let i = 0; i < count; i++) taken.push(timeSyncMs(call, 1) * 1000);
  add(name, taken);
}

function add(name, taken) {
  rows.push(`| ${name} | ${format(median(taken))} | ${format(Math.min(...taken))} |`);
}

const format = (microseconds) =>
  `${microseconds.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} μs`;

/** The Markdown table of all that was measured. */
export const table = () => ["| Method | Median | Min |", "| --- | ---: | ---: |", ...rows].join("\n");
