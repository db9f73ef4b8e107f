using System.Globalization;
using System.Numerics;
using ChainTips.Policies;

namespace ChainTips.Server.Api;

/// <summary>What a payment will cost in gas, before the payer signs anything.</summary>
/// <param name="Units">About how many units of gas, all its transactions together.</param>
/// <param name="PaidBy"><c>payer</c>; <c>sender</c>: whoever sends what the payer signed, who may be somebody else; <c>payer_and_sweeper</c>: the payer his transfer, anybody the sweep.</param>
/// <param name="Price">What a unit costs now, in wei; null when no node says it.</param>
/// <param name="Cost">What all of it costs at that price, in wei.</param>
/// <param name="InToken">The same in base units of the payment's token, where the policy says what the native coin is worth.</param>
/// <param name="CheaperWay">The way that takes the least gas, when it is another one.</param>
/// <param name="CheaperUnits">What that takes.</param>
/// <param name="Note">What else the payer should know.</param>
internal sealed record GasView(
    long Units, string PaidBy, string? Price, string? Cost, string? InToken, string? CheaperWay, long? CheaperUnits, string? Note)
{
    /// <summary>The chains whose transactions pay for their place on Ethereum too (OP stack).</summary>
    private static readonly ulong[] RollupsWithDataFee = [10, 8453, 84532, 11155420];

    /// <summary>The estimate for a way.</summary>
    /// <param name="plan">The payment.</param>
    /// <param name="way">The way.</param>
    /// <param name="price">What a unit costs now, in wei; null when it is not known.</param>
    /// <param name="floor">What the policy says of gas; null when nothing.</param>
    public static GasView Of(PaymentPlan plan, PaymentWay way, ulong? price, GasFloor? floor)
    {
        long units = UnitsOf(plan, way);
        PaymentWay cheapest = PlanWays.OfferedFor(plan).MinBy(other => UnitsOf(plan, other));
        bool isCheapest = UnitsOf(plan, cheapest) >= units;
        BigInteger? cost = price is ulong wei ? (BigInteger)units * wei : null;
        return new GasView(
            units,
            way switch
            {
                PaymentWay.Authorization or PaymentWay.Permit2 => "sender",
                PaymentWay.DepositAddress => "payer_and_sweeper",
                _ => "payer",
            },
            price?.ToString(CultureInfo.InvariantCulture),
            cost?.ToString(CultureInfo.InvariantCulture),
            cost is BigInteger known && floor is not null ? InTokenOf(known, floor) : null,
            isCheapest ? null : PaymentRequestView.NameOf(cheapest),
            isCheapest ? null : UnitsOf(plan, cheapest),
            NoteOf(plan, way));
    }

    private static long UnitsOf(PaymentPlan plan, PaymentWay way) => GasUnits.Of(way, plan.Parts.Count, plan.TakenFee > 0);

    private static string InTokenOf(BigInteger cost, GasFloor floor)
    {
        BigInteger coin = BigInteger.Pow(10, 18);
        return (((cost * floor.CoinPrice) + coin - 1) / coin).ToString(CultureInfo.InvariantCulture);
    }

    private static string? NoteOf(PaymentPlan plan, PaymentWay way)
    {
        List<string> notes = [];
        if (way == PaymentWay.Contract)
        {
            notes.Add("An approval that is there already, or a wallet that sends both calls at once, costs less.");
        }

        if (way is PaymentWay.Permit2)
        {
            notes.Add("Permit2 must be approved once before, which the payer pays.");
        }

        if (RollupsWithDataFee.Contains(plan.Settings.ChainId))
        {
            notes.Add("The chain takes a fee for its data on Ethereum beside the gas, which the price does not include.");
        }

        return notes.Count == 0 ? null : string.Join(" ", notes);
    }
}
