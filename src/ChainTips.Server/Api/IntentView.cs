using System.Globalization;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Policies;

namespace ChainTips.Server.Api;

/// <summary>How a payer wants to pay.</summary>
/// <param name="Way"><c>contract</c>, <c>authorization</c>, <c>deposit_address</c>, <c>calldata</c>, <c>permit</c> or <c>permit2</c>.</param>
/// <param name="Amount">How much, in base units; may be left out when the request asks for one amount, and for a basket.</param>
/// <param name="Payer">Who pays, where it is known already; needed for <c>permit</c>.</param>
internal sealed record NewIntent(string? Way, string? Amount, string? Payer);

/// <summary>What a wallet signs or sends.</summary>
/// <param name="Way">The way.</param>
/// <param name="Amount">How much all payees are paid, in base units.</param>
/// <param name="Total">What leaves the payer: the amount, and the fee that this way takes.</param>
/// <param name="Fee">The platform's fee.</param>
/// <param name="Calls">The calls of the payer's wallet, in order; none where it only signs.</param>
/// <param name="SendCalls">The same calls for a wallet that sends several at once: the argument of <c>wallet_sendCalls</c> (EIP-5792); null where it only signs.</param>
/// <param name="TypedData">What it signs; null where it sends. <c>POST /v1/payment-requests/{id}/calls</c> then makes the call that brings the signature to the chain.</param>
/// <param name="Nonce">The nonce in what it signs. Of an authorization and of Permit2 it is the hash of the terms, by which the payment is known again.</param>
/// <param name="DepositAddress">The address to send to from anywhere, an exchange too.</param>
/// <param name="ExpiresAt">Until when the signature is good.</param>
/// <param name="Gas">What it will cost in gas, and whether another way is cheaper.</param>
internal sealed record IntentView(
    string Way,
    string Amount,
    string Total,
    IntentFeeView Fee,
    IReadOnlyList<WalletCall> Calls,
    SendCallsView? SendCalls,
    TypedDataView? TypedData,
    string? Nonce,
    string? DepositAddress,
    DateTimeOffset? ExpiresAt,
    GasView Gas)
{
    /// <summary>What a wallet sends.</summary>
    public static IntentView OfCalls(PaymentPlan plan, PaymentWay way, GasView gas, IReadOnlyList<WalletCall> calls) => new(
        PaymentRequestView.NameOf(way),
        Digits(plan.Sum),
        Digits(plan.Sum),
        IntentFeeView.NotTaken(plan),
        calls,
        SendCallsView.Of(plan, calls),
        null,
        null,
        way == PaymentWay.DepositAddress ? plan.Request.DepositAddress.ToString() : null,
        null,
        gas);

    /// <summary>What a wallet signs as a permit: the fee is no part of it.</summary>
    public static IntentView OfPermit(PaymentPlan plan, GasView gas, TypedDataView message, UInt256 nonce) => OfCalls(plan, PaymentWay.Permit, gas, []) with
    {
        SendCalls = null,
        TypedData = message,
        Nonce = nonce.ToString(),
        ExpiresAt = plan.Request.ExpiresAt,
    };

    /// <summary>What a wallet signs, with terms that commit to all of it.</summary>
    public static IntentView OfTerms(PaymentPlan plan, PaymentWay way, GasView gas, PaymentTerms terms, TypedDataView message) => OfCalls(plan, way, gas, []) with
    {
        Total = Digits(terms.Total),
        Fee = IntentFeeView.Of(plan, terms),
        SendCalls = null,
        TypedData = message,
        Nonce = terms.Hash().ToString(),
        ExpiresAt = plan.Request.ExpiresAt,
    };

    private static string Digits(UInt128 baseUnits) => baseUnits.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The platform's fee of a payment.</summary>
/// <param name="Amount">How much this way takes beside the amount, in base units.</param>
/// <param name="Receiver">Who receives it; null when none is taken.</param>
/// <param name="Reason">Why it is that much.</param>
internal sealed record IntentFeeView(string Amount, string? Receiver, string Reason)
{
    public static IntentFeeView Of(PaymentPlan plan, PaymentTerms terms) => terms.Fee == UInt256.Zero
        ? NotTaken(plan)
        : new IntentFeeView(
            terms.Fee.ToString(),
            terms.FeeReceiver.ToString(),
            plan.TakenFee == plan.Fee.Amount.BaseUnits
                ? plan.Fee.Reason
                : $"{plan.Fee.Reason} The contract takes no more than {PaymentTerms.MostFeeBasisPoints / 100} % of what is paid.");

    public static IntentFeeView NotTaken(PaymentPlan plan) => new(
        "0",
        null,
        plan.Fee.Amount.BaseUnits == 0
            ? plan.Fee.Reason
            : plan.TakenFee == 0 ? "No fee is taken here: nobody is configured to receive it." : "This way cannot take a fee, so none is taken.");
}

/// <summary>The argument of <c>wallet_sendCalls</c> (EIP-5792).</summary>
/// <param name="Version">The version of the argument.</param>
/// <param name="ChainId">The chain, hexadecimal.</param>
/// <param name="From">Who sends; null when it is not known, and the wallet chooses.</param>
/// <param name="AtomicRequired">Whether all calls must happen or none.</param>
/// <param name="Calls">The calls.</param>
internal sealed record SendCallsView(string Version, string ChainId, string? From, bool AtomicRequired, IReadOnlyList<SentCallView> Calls)
{
    public static SendCallsView Of(PaymentPlan plan, IReadOnlyList<WalletCall> calls) => new(
        "2.0.0",
        $"0x{plan.Settings.ChainId:x}",
        plan.Payer?.ToString(),
        calls.Count > 1,
        [.. calls.Select(call => new SentCallView(call.To, "0x0", call.Data))]);
}

/// <summary>A call in <c>wallet_sendCalls</c>.</summary>
/// <param name="To">The contract.</param>
/// <param name="Value">The native coin to send with it, hexadecimal.</param>
/// <param name="Data">The calldata.</param>
internal sealed record SentCallView(string To, string Value, string Data);
