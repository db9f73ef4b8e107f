// The gas table as a page, and the bounds that it has to keep.

import { type GasTable, type SplitRow, bound, exactBound, suffixBound } from "./gas.ts";
import { routerBounds } from "./gasOfRouter.ts";

const figure = (gas: number): string => gas.toLocaleString("en-US");

/** Fails if a payment costs more than it may. */
export function demandBounds({ tipOverTransfer, exactTipOverTransfer, suffixOverTransfer, router }: GasTable): void {
  const problems = [];
  const overs = [
    ["tip", tipOverTransfer, bound],
    ["tip that uses up its allowance", exactTipOverTransfer, exactBound],
  ] as const;
  for (const [name, over, most] of overs) {
    if (over > most) problems.push(`${name} costs ${over} gas above a bare transfer; the bound is ${most}.`);
  }
  if (suffixOverTransfer > suffixBound) {
    problems.push(`transfer with a suffix costs ${suffixOverTransfer} times a bare one; the bound is ${suffixBound}.`);
  }
  for (const name of Object.keys(routerBounds) as (keyof typeof routerBounds)[]) {
    const [ratio, most] = [router[name], routerBounds[name]];
    if (ratio > most) problems.push(`The ratio ${name} is ${ratio}; the bound is ${most}.`);
  }
  if (problems.length > 0) throw new Error(problems.join(" "));
}

/** The page. */
export function gasTableAsMarkdown(table: GasTable): string {
  return [
    "# What a payment costs",
    "",
    "Gas used by a whole transaction, measured on a fresh local chain for each row (`npm run update`). The token is",
    "DevUsd behind its proxy; allowances are larger than the amount and not infinite, but where a row says otherwise.",
    "",
    "| transaction | gas |",
    "| --- | ---: |",
    ...table.rows.map(({ name, gas }) => `| ${name} | ${figure(gas)} |`),
    "",
    ...aboutTip(table),
    "",
    ...aboutRouter(table),
    "",
    "## Other ways",
    "",
    "A `transfer` with a marker and a reference behind its calldata costs " +
      `${table.suffixOverTransfer.toFixed(4)} times a bare one;`,
    `the bound is ${suffixBound}. The 48 bytes are 16 gas each, and the token reads none of them.`,
    "",
    "Of deploying a forwarder, 32,000 gas is the price of the machine for a contract, 9,000 that of the 45 bytes of",
    "its code, and 4,400 that of each payee's 22 bytes in it.",
    "",
  ].join("\n");
}

function aboutTip({ tipOverTransfer, exactTipOverTransfer }: GasTable): string[] {
  return [
    "## One tip",
    "",
    `\`tip\` costs ${figure(tipOverTransfer)} gas more than a bare \`transfer\` to the same payee out of a larger ` +
      `allowance; the bound is ${figure(bound)}.`,
    `When it uses up an allowance made for it, it costs ${figure(exactTipOverTransfer)} more; the bound is ` +
      `${figure(exactBound)}. That is what the gateway`,
    "asks a payer to approve, and what a permit is over: the chain gives 4,800 back for the slot that is empty again.",
    "",
    "Nearly all of it is the price of the machine: 2,600 to call a second contract, 5,000 to read and lower the",
    "allowance, 2,100 for the token to look the router up in its denylist, as USDC does, 2,643 for the log, 880 for 64",
    "more bytes of calldata: 13,223 in all. So with such a token 12,000 can't be kept out of a larger allowance by any",
    "contract that leaves this log. An access list (EIP-2930) saves 900 of it: 100 for each of the two contracts and",
    "seven slots behind the router, which it makes cheaper by that much than to meet them on the way.",
  ];
}

function aboutRouter({ router, splits }: GasTable): string[] {
  const ratio = (name: keyof typeof routerBounds): string => router[name].toFixed(4);
  const line = (what: string, name: keyof typeof routerBounds, with_: string): string =>
    `| ${what} | ${ratio(name)} | ${routerBounds[name]} | ${with_} |`;
  return [
    "## Many tips, and tips by signature",
    "",
    "| each | ratio | bound | of |",
    "| --- | ---: | ---: | --- |",
    line("`tipMany`, of ten", "tipMany10", "`tip`"),
    line("`tipMany`, of a hundred", "tipMany100", "`tip`"),
    line("`tipWithAuthorization`, one payee and a fee", "fee", "`transferWithAuthorization`"),
    line("`tipWithAuthorization`, of ten payees", "signed10", "`transferWithAuthorization`"),
    line("`tipWithAuthorizations`, of one payer to fifty payees", "relayed50OfOne", "`transferWithAuthorization`"),
    line("`tipWithAuthorizations`, of fifty payers to one payee", "relayed50ToOne", "`transferWithAuthorization`"),
    line("`tipWithAuthorizations`, of fifty payers to a payee each", "relayed50", "`transferWithAuthorization`"),
    "",
    "Where the gas went:",
    "",
    "| transaction | 21,000 and calldata | token | logs of the router | router | given back |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...splits.map(splitLine),
    "",
    "Only the column of the router is ours to lower; the rest is the chain's price, the token's, the shape of the calls",
    "and one log for each tip.",
    "",
    "- Of each tip after the first, the token takes 5,000 for the slot of a payee and 1,756 for its log, the router's log",
    "  2,643, and 1,044 its 96 bytes of calldata. The token's own reckoning, and the way through its proxy, is the rest.",
    "- A signature costs the token 22,100 for the slot of the nonce, which nobody can make cheaper, 3,100 to recover the",
    "  signer, 2,600 to look whether he is a contract, 5,000 for his slot, and 1,500 for the log of the nonce.",
    "- What passes through the router costs the token a slot of the router that is empty before and after. Nearly all of",
    "  it is given back.",
    "- **One signature to ten payees** was to cost 0.27 each. Without the router's own part it would be 0.28: ten slots,",
    "  twenty logs and the nonce alone are above it with a token whose `transferWithAuthorization` is as cheap as here.",
    "  Of the 86,144 that USDC's costs it would be 0.272.",
    "- **Fifty authorizations** were to cost 0.60 each. Of one payer they do; to one payee they nearly do. With fifty",
    "  payers and fifty payees each meets three new slots and a new account, and without the router's own part it would",
    "  still be 0.65. A log of the router for each would cost 0.035 more, so there is none: the token's own logs say all.",
    "- EIP-7623 sets a floor of 10 gas for a zero byte of calldata and 40 for any other. A call that works as much as",
    "  these is far above it: of fifty authorizations the floor is a fifth of what they cost.",
    "",
    "A call demands more gas to be there than it uses: 210,175 before each tip, 413,350 before each authorization of",
    "several. What is not used is not paid.",
  ];
}

function splitLine({ name, base, token, logs, router, refund }: SplitRow): string {
  return `| ${name} | ${[base, token, logs, router, refund].map(figure).join(" | ")} |`;
}
