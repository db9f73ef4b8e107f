import { ponder } from "ponder:registry";
import { account, tip } from "ponder:schema";

ponder.on("TipRouter:TipSent", async ({ event, context }) => {
  const { paymentReference, payer, payee, token, amount } = event.args;
  await context.db.insert(tip).values({
    id: event.id,
    paymentReference,
    payer,
    payee,
    token,
    amount,
    block: event.block.number,
    transaction: event.transaction.hash,
  });
  await context.db
    .insert(account)
    .values({ payee, balance: amount })
    .onConflictDoUpdate((row) => ({ balance: row.balance + amount }));
});
