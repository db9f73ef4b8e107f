// Medians with their least and most, and tables of them.
const sorted = (values) => values.toSorted((left, right) => left - right);
const write = (value, digits = 0) =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

export function median(values) {
  const order = sorted(values);
  const middle = Math.floor(order.length / 2);
  return order.length % 2 === 1 ? order[middle] : (order[middle - 1] + order[middle]) / 2;
}

/** The value that this part of the values does not exceed. */
export const quantile = (values, part) =>
  sorted(values)[Math.min(values.length - 1, Math.ceil(part * values.length) - 1)];

/** `median (least–most)`, with so many digits after the point. */
export const spread = (values, digits = 0) =>
  values.length === 0
    ? "–"
    : `${write(median(values), digits)} (${write(Math.min(...values), digits)}–${write(Math.max(...values), digits)})`;

export const number = write;

/** A Markdown table; the first column is text, the others stand right. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
