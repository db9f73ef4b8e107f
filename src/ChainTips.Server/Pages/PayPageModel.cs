using ChainTips.Chain;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Server.Api;

namespace ChainTips.Server.Pages;

/// <summary>What the page of a payment request shows.</summary>
public sealed class PayPageModel
{
    private static readonly TimeSpan OftenEnough = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SeldomEnough = TimeSpan.FromSeconds(30);

    private PayPageModel(TrackedRequest tracked, Creator creator, ChainSettings settings, string url)
    {
        Tracked = tracked;
        Creator = creator;
        Settings = settings;
        Url = url;
    }

    /// <summary>The request and where it stands.</summary>
    public TrackedRequest Tracked { get; }

    /// <summary>Who is paid.</summary>
    public Creator Creator { get; }

    /// <summary>The chain that it is paid on.</summary>
    public ChainSettings Settings { get; }

    /// <summary>The page's own address.</summary>
    public string Url { get; }

    /// <summary>How much is paid; null until the payer has chosen.</summary>
    public TokenAmount? Amount { get; private init; }

    /// <summary>What the payer typed as the amount.</summary>
    public string TypedAmount { get; private init; } = "";

    /// <summary>What is wrong with the amount that the payer typed.</summary>
    public string? AmountError { get; private init; }

    /// <summary>The receipt of the payment; null until it is settled.</summary>
    public string? ReceiptUrl { get; private init; }

    /// <summary>The terms.</summary>
    public PaymentRequest Request => Tracked.Request;

    /// <summary>Whether a payment is still wanted.</summary>
    public bool IsPayable => Tracked.State.Status is PaymentRequestStatus.Open or PaymentRequestStatus.Expired;

    /// <summary>The calls of the payer's wallet; none until the amount is known.</summary>
    public IReadOnlyList<WalletCall> Calls => IsPayable && Amount is TokenAmount amount
        ? WalletCall.Of(Request, amount.BaseUnits, Settings)
        : [];

    /// <summary>The page's address as a QR code, SVG.</summary>
    public string QrSvg => QrCode.ToSvg(Url);

    /// <summary>After how long the page loads itself anew; null when there is nothing to wait for, or the payer is typing.</summary>
    public TimeSpan? Refresh => Tracked.State.Status switch
    {
        PaymentRequestStatus.Settled => null,
        _ when IsPayable && Amount is null => null,
        PaymentRequestStatus.Expired => SeldomEnough,
        _ => OftenEnough,
    };

    /// <summary>The state as a payer reads it.</summary>
    public string Headline => (Tracked.State.Status, Tracked.State.Exception) switch
    {
        (PaymentRequestStatus.Open, PaymentRequestException.Reverted) => "The payment left the chain; waiting for it to return",
        (PaymentRequestStatus.Open, _) => "Waiting for payment",
        (PaymentRequestStatus.Pending, _) => "Payment seen, becoming final",
        (PaymentRequestStatus.Settled, PaymentRequestException.Duplicate) => "Paid, more than once",
        (PaymentRequestStatus.Settled, PaymentRequestException.Late) => "Paid, after it expired",
        (PaymentRequestStatus.Settled, _) => "Paid",
        (PaymentRequestStatus.Expired, _) => "Expired; a payment would still arrive, as late",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The model of a request.</summary>
    /// <param name="tracked">The request and where it stands.</param>
    /// <param name="creator">Who is paid.</param>
    /// <param name="settings">The chain that it is paid on.</param>
    /// <param name="url">The page's own address.</param>
    /// <param name="typedAmount">What the payer typed as the amount, in whole tokens; null when nothing.</param>
    /// <param name="receiptUrl">The receipt of the payment, when it is settled.</param>
    public static PayPageModel Of(
        TrackedRequest tracked, Creator creator, ChainSettings settings, string url, string? typedAmount, string? receiptUrl)
    {
        PaymentRequest request = tracked.Request;
        if (request.Amount is AskedAmount.Fixed amount)
        {
            return new PayPageModel(tracked, creator, settings, url)
            {
                Amount = new TokenAmount(amount.BaseUnits, request.Token),
                ReceiptUrl = receiptUrl,
            };
        }

        string? error = null;
        TokenAmount? chosen = string.IsNullOrWhiteSpace(typedAmount) ? null : WholeTokens.Parse(typedAmount, request.Token, out error);
        if (chosen is TokenAmount typed && !request.Amount.Accepts(typed.BaseUnits))
        {
            error = $"{typed} is not {DescribeLimits(request)}.";
            chosen = null;
        }

        return new PayPageModel(tracked, creator, settings, url)
        {
            Amount = chosen,
            TypedAmount = typedAmount ?? "",
            AmountError = error,
            ReceiptUrl = receiptUrl,
        };
    }

    /// <summary>The limits of an amount that the payer chooses.</summary>
    public static string DescribeLimits(PaymentRequest request) => request.Amount is AskedAmount.Open open
        ? open.Maximum == UInt128.MaxValue
            ? $"at least {Short(open.Minimum, request.Token)} {request.Token.Symbol}"
            : $"between {Short(open.Minimum, request.Token)} and {Short(open.Maximum, request.Token)} {request.Token.Symbol}"
        : "";

    private static string Short(UInt128 baseUnits, Token token) => new TokenAmount(baseUnits, token).ToShortWholeTokens();
}
