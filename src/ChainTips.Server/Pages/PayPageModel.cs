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

    private readonly TrackedPage _page;

    private PayPageModel(TrackedPage page) => _page = page;

    /// <summary>The terms.</summary>
    public PaymentRequest Request => _page.Request;

    /// <summary>Where it stands.</summary>
    public PaymentRequestState State => _page.State;

    /// <summary>Who is paid.</summary>
    public Creator Creator => _page.Creator;

    /// <summary>The chain that it is paid on.</summary>
    public ChainSettings Settings => _page.Settings;

    /// <summary>The items of a basket; none for every other request.</summary>
    public IReadOnlyList<BasketItemOnPage> Items => _page.Items;

    /// <summary>How much is to be paid, or was asked for when nothing is to be paid any more; null until the payer has chosen.</summary>
    public TokenAmount? Amount { get; private init; }

    /// <summary>What the payer typed as the amount.</summary>
    public string TypedAmount { get; private init; } = "";

    /// <summary>What is wrong with the amount that the payer typed.</summary>
    public string? AmountError { get; private init; }

    /// <summary>The receipt of the payment; null until it is settled.</summary>
    public string? ReceiptUrl { get; private init; }

    /// <summary>Whether a payment is still wanted.</summary>
    public bool IsPayable => State.IsPayable;

    /// <summary>The calls of the payer's wallet; none until the amount is known.</summary>
    public IReadOnlyList<WalletCall> Calls => IsPayable && Items.Count == 0 && Amount is TokenAmount amount
        ? WalletCall.Of(Request, amount.BaseUnits, Settings)
        : [];

    /// <summary>The page's address as a QR code, SVG.</summary>
    public string QrSvg => QrCode.ToSvg(_page.Url);

    /// <summary>After how long the page loads itself anew; null when there is nothing to wait for, or the payer is typing.</summary>
    public TimeSpan? Refresh => State.Status switch
    {
        PaymentRequestStatus.Settled or PaymentRequestStatus.Cancelled => null,
        _ when IsPayable && Amount is null => null,
        PaymentRequestStatus.Expired => SeldomEnough,
        _ => OftenEnough,
    };

    /// <summary>The state as a payer reads it.</summary>
    public string Headline => PayPageText.HeadlineOf(State.Status);

    /// <summary>What is out of the ordinary, a sentence each.</summary>
    public IReadOnlyList<string> Notes => PayPageText.NotesOf(Request, State);

    /// <summary>The limits of an amount that the payer chooses.</summary>
    public string Limits => State.RoomOf(Request.Amount) is UInt128 most && Request.Amount.Most == UInt128.MaxValue
        ? $"at least {Short(Least)} {Request.Token.Symbol}"
        : $"between {Short(Least)} and {Short(most)} {Request.Token.Symbol}";

    /// <summary>The least that the payer may choose: what is missing.</summary>
    private UInt128 Least => State.MissingOf(Request.Amount);

    /// <summary>The model of a request.</summary>
    /// <param name="page">What the page is about.</param>
    /// <param name="typedAmount">What the payer typed as the amount, in whole tokens; null when nothing.</param>
    /// <param name="receiptUrl">The receipt of the payment, when it is settled.</param>
    public static PayPageModel Of(TrackedPage page, string? typedAmount, string? receiptUrl)
    {
        PaymentRequest request = page.Request;
        if (request.Amount is AskedAmount.Fixed amount)
        {
            UInt128 missing = page.State.MissingOf(amount);
            return new PayPageModel(page)
            {
                Amount = new TokenAmount(missing > 0 ? missing : amount.BaseUnits, request.Token),
                ReceiptUrl = receiptUrl,
            };
        }

        string? error = null;
        TokenAmount? chosen = string.IsNullOrWhiteSpace(typedAmount) ? null : WholeTokens.Parse(typedAmount, request.Token, out error);
        PayPageModel model = new(page);
        if (chosen is TokenAmount typed && (typed.BaseUnits < model.Least || typed.BaseUnits > page.State.RoomOf(request.Amount)))
        {
            error = $"{typed} is not {model.Limits}.";
            chosen = null;
        }

        return new PayPageModel(page)
        {
            Amount = chosen,
            TypedAmount = typedAmount ?? "",
            AmountError = error,
            ReceiptUrl = receiptUrl,
        };
    }

    private string Short(UInt128 baseUnits) => new TokenAmount(baseUnits, Request.Token).ToShortWholeTokens();
}
