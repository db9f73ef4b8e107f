using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Server.Http;
using ChainTips.Tips;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/payments/{id}/refunds</c>: requests in the other direction, which are done when the money is seen on the chain.</summary>
internal static class RefundEndpoints
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    public static void Map(RouteGroupBuilder v1)
    {
        RouteGroupBuilder refunds = v1.MapGroup("/payments/{id}/refunds").WithTags("Payments").NeedsKey();
        refunds.MapPost("/", CreateAsync).WithSummary("Ask the payee to pay a payment back, whole or in part")
            .CreatesOnce<PaymentRequestView>().Answers(409);
        refunds.MapGet("/", ListAsync).WithSummary("List the refunds of a payment").Answers(404);
    }

    private static Task<ContentHttpResult> CreateAsync(
        HttpContext http, Caller caller, string id, NewRefund body, IdempotentWriter writer,
        [AsParameters] RequestReading reading, TimeProvider clock) =>
        writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            Payment payment = await DemandAsync(transaction, caller, id, cancellationToken);
            Address to = RequestReader.ReadAddress(body.To, "to");
            UInt128 rest = await ReadRestAsync(transaction, payment, reading.Finality, cancellationToken);
            UInt128 amount = ReadAmount(body.Amount, payment, rest);
            DateTimeOffset now = clock.GetUtcNow();
            Id<PaymentRequest> requestId = IdSource.Random<PaymentRequest>();
            PaymentRequest refund = new(
                requestId,
                caller.PlatformId,
                PaymentRequestKind.Refund,
                payment.Subject.CreatorId,
                payment.Subject.PostId,
                to,
                payment.Tip.Amount.Token,
                new AskedAmount.Fixed(amount),
                RequestReader.ReadText(body.Reason ?? $"Refund of {payment.Id}", "reason", 500),
                PaymentReference.Create(requestId.ToString()),
                now,
                now + Life)
            {
                Refund = new RefundTerms(payment.Id.Bits, PayerOf(payment)),
            };
            await transaction.PaymentRequests.AddAsync(refund, cancellationToken);
            return await reading.ViewAsync(transaction, http, new TrackedRequest(refund, RequestFacts.None), cancellationToken);
        });

    private static async Task<ListView<PaymentRequestView>> ListAsync(
        HttpContext http, Caller caller, string id, [AsParameters] RequestReading reading, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await reading.Database.BeginReadAsync(cancellationToken);
        Payment payment = await DemandAsync(transaction, caller, id, cancellationToken);
        IReadOnlyList<TrackedRequest> refunds = await transaction.PaymentRequests.ListRefundsAsync(payment.Id.Bits, cancellationToken);
        List<PaymentRequestView> views = [];
        foreach (TrackedRequest refund in refunds)
        {
            views.Add(await reading.ViewAsync(transaction, http, refund, cancellationToken));
        }

        return new ListView<PaymentRequestView>(views, false, null);
    }

    /// <summary>The settled payment of the caller's platform.</summary>
    private static async Task<Payment> DemandAsync(
        IGatewayTransaction transaction, Caller caller, string id, CancellationToken cancellationToken)
    {
        Id<Payment> paymentId = RequestReader.ReadId<Payment>(id, "payment_unknown", "payment");
        BookedPayment booked = await transaction.Ledger.FindPaymentAsync(caller.PlatformId, paymentId, cancellationToken)
            ?? throw RequestReader.Missing(paymentId, "payment_unknown", "payment");
        return booked.State == EntryState.Settled && booked.Payment.Kind is PaymentKind.Payment or PaymentKind.Deposit or PaymentKind.Assignment
            ? booked.Payment
            : throw new ApiProblem(
                409, "payment_not_refundable", $"The payment {paymentId} is {PaymentRequestView.NameOf(booked.State)} as a {PaymentRequestView.NameOf(booked.Payment.Kind)}; what is settled and was received can be paid back.");
    }

    /// <remarks>A deposit was passed on by its forwarder, so the payee has it.</remarks>
    private static Address PayerOf(in Payment payment) =>
        payment.Kind == PaymentKind.Deposit && payment.Subject is PaymentSubject.OfRequest deposited ? deposited.Request.Payee : payment.Tip.Payee;

    /// <summary>What was received and not yet asked back.</summary>
    private static async Task<UInt128> ReadRestAsync(
        IGatewayTransaction transaction, Payment payment, FinalityByAmount finality, CancellationToken cancellationToken)
    {
        UInt128 rest = payment.Tip.Amount.BaseUnits;
        foreach (TrackedRequest refund in await transaction.PaymentRequests.ListRefundsAsync(payment.Id.Bits, cancellationToken))
        {
            // What is paid back too late is paid back all the same.
            bool isGone = refund.StateBy(finality).Status is PaymentRequestStatus.Expired or PaymentRequestStatus.Cancelled
                && !refund.Facts.Payments.Any(paid => paid.Finality != PaymentFinality.Reverted);
            rest -= isGone ? 0 : refund.Request.Amount.Asked;
        }

        return rest;
    }

    private static UInt128 ReadAmount(string? text, in Payment payment, UInt128 rest)
    {
        UInt128 baseUnits = rest;
        if (text is not null && !BaseUnits.TryParse(text, payment.Tip.Amount.Token, out baseUnits, out string? error))
        {
            throw ApiProblem.Invalid("amount_malformed", $"amount: {error}");
        }

        return baseUnits > 0 && baseUnits <= rest
            ? baseUnits
            : throw new ApiProblem(
                409, "refund_exceeds_payment", $"amount: {baseUnits} base units; of the {payment.Tip.Amount.BaseUnits} that were received with {payment.Id}, {rest} are not asked back yet.");
    }
}

/// <summary>A refund to ask for.</summary>
/// <param name="To">The address that the payer named; never taken from the payment, which may have come from an exchange.</param>
/// <param name="Amount">How much, in base units; all that is left when left out.</param>
/// <param name="Reason">Why, up to 500 characters.</param>
internal sealed record NewRefund(string? To, string? Amount, string? Reason);
