using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Server.Http;

namespace ChainTips.Server.Api;

/// <summary>A payment that somebody wants to make: whom it pays, what for, and what the platform takes beside it.</summary>
/// <param name="Request">The request, or the basket.</param>
/// <param name="Settings">The chain.</param>
/// <param name="Parts">Who is paid; at least one, and one alone for each tip of the contract.</param>
/// <param name="Payer">Who pays; null while nobody knows.</param>
internal sealed record PaymentPlan(PaymentRequest Request, ChainSettings Settings, IReadOnlyList<TipPart> Parts, Address? Payer)
{
    /// <summary>What is paid to each request of it: to the request itself, or to the items of the basket that are not paid yet.</summary>
    public required IReadOnlyList<PlannedItem> Items { get; init; }

    /// <summary>The platform's fee by the policy; taken by the ways that can.</summary>
    public FeeQuote Fee { get; init; } = new(new TokenAmount(0, Request.Token), "There is no fee.");

    /// <summary>What all payees are paid.</summary>
    public UInt128 Sum { get; } = TipPart.SumOf(Parts);

    /// <summary>What the payment is for: the basket, or the one item that it pays.</summary>
    public PaymentRequest Paid => Items is [PlannedItem only] ? only.Request : Request;

    /// <summary>The token as it is configured.</summary>
    public AllowedToken Token => Settings.Tokens.First(allowed => allowed.Token == Request.Token);

    /// <summary>The fee that a way which signs terms takes: none without somebody to take it, and never more than the contract allows.</summary>
    public UInt128 TakenFee => Settings.FeeReceiver is null ? 0 : UInt128.Min(Fee.Amount.BaseUnits, PaymentTerms.MostFeeOf(Sum));

    /// <summary>Reads what is to be paid.</summary>
    /// <exception cref="ApiProblem">It is not what the request asks for, or nothing is left to be paid.</exception>
    public static async Task<PaymentPlan> ReadAsync(
        IGatewayTransaction transaction, TrackedRequest tracked, ChainSettings settings, FinalityByAmount finality, NewIntent body, CancellationToken cancellationToken)
    {
        PaymentRequest request = tracked.Request;
        PlannedItem[] items = request.Kind == PaymentRequestKind.Basket
            ? ItemsOf(request, await transaction.PaymentRequests.ListItemsAsync(request.Id, cancellationToken), finality, body.Amount)
            : [new PlannedItem(request, ReadAmount(body.Amount, request))];
        TipPart[] parts = [.. items.SelectMany(item => item.Request.PartsOf(item.BaseUnits))];
        return new PaymentPlan(request, settings, parts, body.Payer is null ? null : RequestReader.ReadAddress(body.Payer, "payer")) { Items = items };
    }

    private static PlannedItem[] ItemsOf(PaymentRequest basket, IReadOnlyList<TrackedRequest> items, FinalityByAmount finality, string? amount)
    {
        PlannedItem[] missing =
        [
            .. items.Select(item => new PlannedItem(item.Request, item.StateBy(finality).MissingOf(item.Request.Amount))).Where(item => item.BaseUnits > 0),
        ];
        if (missing.Length == 0)
        {
            throw new ApiProblem(409, "basket_paid", $"Nothing is missing of the basket {basket.Id}: each of its {items.Count} items is paid or was taken back.");
        }

        UInt128 sum = missing.Aggregate(UInt128.Zero, (total, item) => total + item.BaseUnits);
        return amount is null || (BaseUnits.TryParse(amount, basket.Token, out UInt128 asked, out _) && asked == sum)
            ? missing
            : throw ApiProblem.Invalid("amount_not_asked", $"amount: {sum} base units are missing of the basket {basket.Id}; leave it out, for each item has its own.");
    }

    private static UInt128 ReadAmount(string? text, PaymentRequest request)
    {
        if (text is null)
        {
            return request.Amount is AskedAmount.Fixed asked
                ? asked.BaseUnits
                : throw ApiProblem.Invalid("amount_missing", $"amount: the payer of {request.Id} chooses how much; send it in base units.");
        }

        return !BaseUnits.TryParse(text, request.Token, out UInt128 baseUnits, out string? error)
            ? throw ApiProblem.Invalid("amount_malformed", $"amount: {error}")
            : baseUnits >= request.Amount.Enough && baseUnits <= request.Amount.Most
                ? baseUnits
                : throw ApiProblem.Invalid("amount_not_asked", $"amount: {baseUnits} base units is not what the request {request.Id} asks for.");
    }
}

/// <summary>What a payment pays to one request.</summary>
/// <param name="Request">The request.</param>
/// <param name="BaseUnits">How much.</param>
internal sealed record PlannedItem(PaymentRequest Request, UInt128 BaseUnits);
