using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Server.Http;

namespace ChainTips.Server.Api;

/// <summary>Reads how much a platform asks for, and asks for nothing that the policy would refuse whoever paid it.</summary>
/// <param name="policy">The policy.</param>
/// <param name="token">The token.</param>
/// <param name="payees">Who would be paid.</param>
/// <param name="whole">What is paid at once with it; null when it is paid alone.</param>
internal sealed class Wanted(Policy policy, Token token, IReadOnlyList<Address> payees, UInt128? whole)
{
    /// <summary>The amount that is asked for.</summary>
    /// <exception cref="ApiProblem">It is none, or refused.</exception>
    public AskedAmount ReadAmount(NewPaymentRequest asked)
    {
        if (asked.Amount is not null)
        {
            return asked.Minimum is null && asked.Maximum is null
                ? ReadFixed(asked.Amount, asked.Tolerance)
                : throw ApiProblem.Invalid("amount_ambiguous", "Send either amount, or minimum and maximum, not both.");
        }

        if (asked.Tolerance is not null)
        {
            throw ApiProblem.Invalid(
                "tolerance_without_amount", "tolerance: it goes with a fixed amount; with an open one, send what is enough as minimum.");
        }

        TokenPolicy? rules = policy.Find(token);
        UInt128 minimum = asked.Minimum is null ? rules?.Minimum ?? 1 : ReadWanted(asked.Minimum, "minimum");
        UInt128 maximum = asked.Maximum is null
            ? DemandWanted(rules?.Maximum ?? UInt128.MaxValue)
            : ReadWanted(asked.Maximum, "maximum");
        return minimum <= maximum
            ? new AskedAmount.Open(minimum, maximum)
            : throw ApiProblem.Invalid("amount_range_empty", $"minimum: {minimum} is more than the maximum {maximum}.");
    }

    private AskedAmount.Fixed ReadFixed(string amount, string? tolerance)
    {
        UInt128 baseUnits = ReadWanted(amount, "amount");
        UInt128 missing = tolerance is null or "0" ? 0 : ReadUnits(tolerance, "tolerance");
        return missing < baseUnits
            ? new AskedAmount.Fixed(baseUnits, missing)
            : throw ApiProblem.Invalid(
                "tolerance_too_large", $"tolerance: {missing} is not less than the amount {baseUnits}, so nothing would be asked for. Send a smaller one.");
    }

    private UInt128 ReadUnits(string text, string member) =>
        BaseUnits.TryParse(text, token, out UInt128 baseUnits, out string? error)
            ? baseUnits
            : throw ApiProblem.Invalid("amount_malformed", $"{member}: {error}");

    private UInt128 ReadWanted(string text, string member) =>
        BaseUnits.TryParse(text, token, out UInt128 baseUnits, out string? error)
            ? DemandWanted(baseUnits)
            : throw ApiProblem.Invalid("amount_malformed", $"{member}: {error}");

    /// <summary>Nothing is asked for that the policy would refuse whoever paid it.</summary>
    private UInt128 DemandWanted(UInt128 baseUnits)
    {
        IReadOnlyList<PolicyRefusal> refusals = PolicyEngine.CheckTerms(
            policy, new TokenAmount(baseUnits, token), whole is UInt128 all ? new TokenAmount(all, token) : null, payees);
        return refusals.Count == 0
            ? baseUnits
            : throw new ApiProblem(422, refusals[0].Code, string.Join(" ", refusals.Select(refusal => refusal.Detail)));
    }
}
