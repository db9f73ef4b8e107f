using ChainTips.Tips;

namespace ChainTips.Server.Api;

/// <summary>What to do about an item of the inbox; <c>docs/operations/refused-tips.md</c> says the same at length.</summary>
internal static class InboxAdvice
{
    /// <summary>What to do, as a sentence.</summary>
    public static string Of(RefusalReason reason) => reason switch
    {
        RefusalReason.ForeignContract => "Nothing, or dismiss it: it is a forgery, and no money is proven.",
        RefusalReason.TokenNotAllowed => "Allow the token in the configuration if you trust it; it is credited then.",
        RefusalReason.UnknownReference => "Ask the creator, who has the money, and assign it to what it was for; or the payer claims it.",
        RefusalReason.ChainDiffers or RefusalReason.TermsDiffer => "The creator has the money. Assign it to what it was for, or agree with the payer.",
        RefusalReason.Ambiguous => "Assign it to the post, request or creator that it was for.",
        RefusalReason.PayerDiffers => "Ask who sent it; the refund is still due.",
        RefusalReason.PayeeDiffers or RefusalReason.SelfPaid => "Nothing, or dismiss it: no creator of yours was paid.",
        RefusalReason.SplitDiffers => "The payees have what was sent to them. Let them agree, and dismiss it.",
        RefusalReason.PayeeFailed => "Ask the payee whether the token's issuer denies him; the payer has the money.",
        RefusalReason.WrongToken => "Accept it and dismiss this, or ask the payee to give it back by POST /v1/payments/{payment}/refunds.",
        RefusalReason.Overpaid => "Ask the payee to give the rest back by POST /v1/payments/{payment}/refunds, or dismiss this.",
        _ => "Nothing is proven to be paid. Check the token and the contract that are configured, or dismiss it.",
    };
}
