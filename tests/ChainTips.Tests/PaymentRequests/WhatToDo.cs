using ChainTips.PaymentRequests;

namespace ChainTips.Tests.PaymentRequests;

/// <summary>What each party does about a state, for <c>docs/payment-states.md</c>. A state without advice does not compile into the document.</summary>
/// <param name="Payer">The payer.</param>
/// <param name="Platform">The platform that asked.</param>
/// <param name="Operator">The operator of the gateway.</param>
internal sealed record WhatToDo(string Payer, string Platform, string Operator)
{
    private const string Nothing = "nothing";

    public static WhatToDo About(PaymentRequestStatus status) => status switch
    {
        PaymentRequestStatus.Open => new("pay what the page asks for", "wait, or cancel", "when a payment was made and is not seen: `/v1/chains` says how far the chain is read, `/v1/inbox` what was refused"),
        PaymentRequestStatus.Pending => new("wait; do not pay again", "show that it was seen; deliver nothing yet", "when it lasts: `/v1/chains` says by which rule and how far blocks are final"),
        PaymentRequestStatus.Paid => new(Nothing, "deliver; a reorg can still take it back, which the amount is worth by your own rule", Nothing),
        PaymentRequestStatus.Settled => new("keep the receipt", "deliver; it stays", Nothing),
        PaymentRequestStatus.Expired => new("ask for a new link; money sent now still arrives, as late", "make a new request, or cancel this one so that no late payment takes it up again", Nothing),
        PaymentRequestStatus.Cancelled => new("do not pay", "nothing; what comes all the same is to be given back", Nothing),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static WhatToDo About(PaymentRequestExceptions exception) => exception switch
    {
        PaymentRequestExceptions.Underpaid => new("pay the rest by the same link, which asks for it", "wait for the rest; or cancel, and ask the payee for a refund of what came", Nothing),
        PaymentRequestExceptions.Overpaid => new("ask the platform for the rest", "deliver as `status` says; ask the payee for a refund of the rest: it is `received` − `refunded` less `amount` or `maximum`", Nothing),
        PaymentRequestExceptions.Late => new("when it was expired, nothing: it counts; when it was cancelled, ask for the money back", "when it was expired, decide whether you still deliver; when it was cancelled, ask the payee for a refund", Nothing),
        PaymentRequestExceptions.Duplicate => new("ask the platform for the second payment", "deliver once; ask the payee for a refund of the second payment", Nothing),
        PaymentRequestExceptions.WrongToken => new("pay again in the token that is asked for, or ask for the money back", "`/v1/payments?paymentRequest=…` shows it; accept it by your own decision, or ask the payee for a refund", "the token is one that `Tokens` allows; narrow the list if that is not meant"),
        PaymentRequestExceptions.Reverted => new("look at your wallet: the same transaction may be mined again, and counts then; pay again only when the wallet says that it failed", "take back what you showed; when it was `paid` and you delivered, you bear what your rule accepted", "[what a reorg does](operations/reorg.md)"),
        PaymentRequestExceptions.Refunded => new(Nothing, "`refunded` says how much", Nothing),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
