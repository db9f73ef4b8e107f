using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Server.Http;

namespace ChainTips.Server.Api;

/// <summary>By which ways a payment can be made.</summary>
internal static class PlanWays
{
    /// <summary>The ways by which the payment can be made, in the order in which they are declared.</summary>
    public static IReadOnlyList<PaymentWay> OfferedFor(PaymentPlan plan) => [.. Enum.GetValues<PaymentWay>().Where(way => FindFault(plan, way) is null)];

    /// <summary>Demands that a way can make the payment.</summary>
    /// <exception cref="ApiProblem">It cannot; the detail says why, and which can.</exception>
    public static PaymentWay Demand(PaymentPlan plan, string? text)
    {
        PaymentWay way = PolicyEndpoints.ReadWay(text)
            ?? throw ApiProblem.Invalid("way_unknown", $"way: choose one of {Names(Enum.GetValues<PaymentWay>())}.");
        return FindFault(plan, way) is string fault
            ? throw new ApiProblem(409, "way_not_offered", $"{fault} Choose one of {Names(OfferedFor(plan))}.")
            : way;
    }

    private static string Names(IEnumerable<PaymentWay> ways) => string.Join(", ", ways.Select(PaymentRequestView.NameOf));

    private static string? FindFault(PaymentPlan plan, PaymentWay way)
    {
        PaymentRequest request = plan.Request;
        bool isSeveral = request.Kind == PaymentRequestKind.Basket || request.Payees is not null;
        return way switch
        {
            PaymentWay.Contract or PaymentWay.Permit or PaymentWay.Authorization or PaymentWay.Permit2 when plan.Parts.Count > TipPart.Most =>
                $"The request {request.Id} has {plan.Parts.Count} payees, and a call of the contract pays {TipPart.Most} at most.",
            PaymentWay.Permit or PaymentWay.Authorization when plan.Token.DomainVersion is null =>
                $"{request.Token.Symbol} takes no signed authorizations.",
            PaymentWay.Permit2 when plan.Settings.Permit2 is null =>
                $"Permit2 is not configured for chain {plan.Settings.ChainId}.",
            PaymentWay.DepositAddress when request.Kind == PaymentRequestKind.Basket =>
                $"The basket {request.Id} has no deposit address; each of its items has one.",
            PaymentWay.DepositAddress when request.DepositAddress is null =>
                $"Chain {plan.Settings.ChainId} has no forwarder factory configured, so the request has no deposit address.",
            PaymentWay.Calldata when isSeveral =>
                $"The request {request.Id} is paid to {plan.Parts.Count} payees, and a single transfer pays one alone.",
            _ => null,
        };
    }
}
