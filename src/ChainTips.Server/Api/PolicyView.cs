using System.Globalization;
using ChainTips.Policies;

namespace ChainTips.Server.Api;

/// <summary>The policy in force. It changes with its file and a restart.</summary>
/// <param name="Version">The version of the file's form.</param>
/// <param name="Hash">SHA-256 of the file, as <c>sha256sum</c> prints it.</param>
/// <param name="Source"><c>file</c>, or <c>default</c> when no file is configured and everything is allowed.</param>
/// <param name="Tokens">The tokens that may be paid with.</param>
/// <param name="PaymentsPerDay">How many payments there may be in a day (UTC).</param>
/// <param name="Velocity">How fast one payer may pay; null for no limit.</param>
/// <param name="DeniedPayers">How many addresses may not pay; <c>/v1/policy/check</c> tells for one.</param>
/// <param name="DeniedPayees">How many addresses may not be paid.</param>
internal sealed record PolicyView(
    int Version,
    string Hash,
    string Source,
    IReadOnlyList<TokenPolicyView> Tokens,
    PaymentsPerDayView PaymentsPerDay,
    VelocityView? Velocity,
    int DeniedPayers,
    int DeniedPayees)
{
    public static PolicyView Of(Policy policy, bool isFromFile) => new(
        Policy.Version,
        policy.Hash,
        isFromFile ? "file" : "default",
        [.. policy.Tokens.Select(TokenPolicyView.Of)],
        new PaymentsPerDayView(policy.PaymentsPerDay.Payer, policy.PaymentsPerDay.Creator, policy.PaymentsPerDay.Platform),
        policy.Velocity is Velocity velocity ? new VelocityView(velocity.Payments, velocity.Seconds) : null,
        policy.DeniedPayers.Count,
        policy.DeniedPayees.Count);
}

/// <summary>The rules of a token; amounts in base units, null for no limit.</summary>
/// <param name="Token">The token.</param>
/// <param name="Minimum">The least that one payment may be.</param>
/// <param name="Maximum">The most that one payment may be.</param>
/// <param name="AmountPerDay">How much may be paid in a day (UTC).</param>
/// <param name="Fee">The platform's fee; null for none.</param>
/// <param name="Finality">How final a payment must be to count as paid.</param>
/// <param name="Gas">What gas may cost; null for whatever it does.</param>
internal sealed record TokenPolicyView(
    TokenView Token, string? Minimum, string? Maximum, AmountPerDayView AmountPerDay, FeeScheduleView? Fee, FinalityLimitsView Finality, GasFloorView? Gas)
{
    public static TokenPolicyView Of(TokenPolicy rules) => new(
        TokenView.Of(rules.Token),
        Digits(rules.Minimum),
        Digits(rules.Maximum),
        new AmountPerDayView(Digits(rules.AmountPerDay.Payer), Digits(rules.AmountPerDay.Creator), Digits(rules.AmountPerDay.Platform)),
        rules.Fee is FeeSchedule fee
            ? new FeeScheduleView(Digits(fee.Free)!, [.. fee.Steps.Select(step => new FeeStepView(Digits(step.UpTo), step.BasisPoints))], Digits(fee.Cap))
            : null,
        new FinalityLimitsView(Digits(rules.Finality.Seen), Digits(rules.Finality.Safe)),
        rules.Gas is GasFloor gas
            ? new GasFloorView(gas.Share, Digits(gas.GasPrice)!, Digits(gas.CoinPrice)!,
                gas.Units.ToDictionary(way => PaymentRequestView.NameOf(way.Key), way => way.Value), gas.IsRefused ? "refuse" : "advise")
            : null);

    private static string? Digits(UInt128? number) => number?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How many payments there may be in a day; null for no limit.</summary>
/// <param name="Payer">Of one payer.</param>
/// <param name="Creator">To one creator.</param>
/// <param name="Platform">On the platform.</param>
internal sealed record PaymentsPerDayView(long? Payer, long? Creator, long? Platform);

/// <summary>How much may be paid in a day, in base units; null for no limit.</summary>
/// <param name="Payer">By one payer.</param>
/// <param name="Creator">To one creator.</param>
/// <param name="Platform">On the platform.</param>
internal sealed record AmountPerDayView(string? Payer, string? Creator, string? Platform);

/// <summary>How fast one payer may pay.</summary>
/// <param name="Payments">The most payments.</param>
/// <param name="Seconds">Within how many seconds.</param>
internal sealed record VelocityView(long Payments, int Seconds);

/// <summary>The platform's fee.</summary>
/// <param name="Free">What a creator receives in a calendar month (UTC) before there is any fee, in base units.</param>
/// <param name="Steps">The shares above it, ascending.</param>
/// <param name="Cap">The most that the fee of one payment may be; null for no limit.</param>
internal sealed record FeeScheduleView(string Free, IReadOnlyList<FeeStepView> Steps, string? Cap);

/// <summary>A step of the fee.</summary>
/// <param name="UpTo">Up to which sum of the month, in base units; null for the last step.</param>
/// <param name="BasisPoints">The share, in hundredths of a percent.</param>
internal sealed record FeeStepView(string? UpTo, int BasisPoints);

/// <summary>How final a payment must be to count as paid, by its amount in base units; above both it must be final.</summary>
/// <param name="Seen">Up to how much it is enough that its block was seen; null for no amount.</param>
/// <param name="Safe">Up to how much it is enough that its block is safe; null for no amount.</param>
internal sealed record FinalityLimitsView(string? Seen, string? Safe);

/// <summary>What gas may cost beside a payment, by the operator's figures.</summary>
/// <param name="Share">The most that it may cost, in hundredths of a percent of the payment.</param>
/// <param name="GasPrice">What a unit of gas costs, in wei.</param>
/// <param name="CoinPrice">What a native coin is worth, in base units of the token.</param>
/// <param name="Units">How many units of gas each way to pay takes.</param>
/// <param name="Action"><c>refuse</c> or <c>advise</c>.</param>
internal sealed record GasFloorView(int Share, string GasPrice, string CoinPrice, IReadOnlyDictionary<string, long> Units, string Action);
