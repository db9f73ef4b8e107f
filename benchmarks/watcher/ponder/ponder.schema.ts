import { index, onchainTable } from "ponder";

export const tip = onchainTable(
  "tip",
  (t) => ({
    id: t.text().primaryKey(),
    paymentReference: t.hex().notNull(),
    payer: t.hex().notNull(),
    payee: t.hex().notNull(),
    token: t.hex().notNull(),
    amount: t.bigint().notNull(),
    block: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({ byReference: index().on(table.paymentReference) }),
);

export const account = onchainTable("account", (t) => ({
  payee: t.hex().primaryKey(),
  balance: t.bigint().notNull(),
}));
