using System.Globalization;
using System.Security.Cryptography;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Server.Following;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/payment-requests/{id}/intents</c>: what a payer's wallet signs or sends to pay a request in one of the ways.</summary>
internal static class IntentEndpoints
{
    private const string Ways = "contract, authorization, deposit_address, calldata";

    public static void Map(RouteGroupBuilder v1) => v1.MapPost("/payment-requests/{id}/intents", CreateAsync)
        .WithTags("Payment requests").WithSummary("Get what a wallet signs or sends to pay a request").NeedsKey()
        .CreatesOnce<IntentView>().Answers(409);

    private static Task<ContentHttpResult> CreateAsync(
        HttpContext http, Caller caller, string id, NewIntent body, IdempotentWriter writer, FollowedChains chains, PolicyGate gate, TimeProvider clock) =>
        writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            TrackedRequest tracked = await PaymentRequestEndpoints.DemandAsync(transaction, caller, id, cancellationToken);
            PaymentRequest request = tracked.Request;
            ChainSettings settings = chains.SettingsOf(request.Token);
            Payment pay = new(request, settings, ReadAmount(body.Amount, request), body.Payer is null ? null : RequestReader.ReadAddress(body.Payer, "payer"));
            DemandDivisible(request, body.Way);
            if (request.Kind != PaymentRequestKind.Refund)
            {
                await DemandWantedAsync(transaction, gate, pay, body.Way, cancellationToken);
            }

            switch (body.Way)
            {
                case "contract":
                    return IntentView.Of(body.Way, pay.BaseUnits, WalletCall.Of(request, pay.BaseUnits, settings));
                case "calldata":
                    return IntentView.Of(body.Way, pay.BaseUnits, [WalletCall.OfMarkedTransfer(request, pay.BaseUnits)]);
                case "deposit_address":
                    return OfDeposit(pay);
                case "authorization":
                    (IssuedTerms issued, IntentView view) = OfAuthorization(pay, clock);
                    await transaction.PaymentRequests.AddTermsAsync(issued, clock.GetUtcNow(), cancellationToken);
                    return view;
                default:
                    throw ApiProblem.Invalid("way_unknown", $"way: '{body.Way}' is none of {Ways}.");
            }
        });

    /// <summary>A single transfer cannot be divided: what several are paid goes to the deposit address, whichever way was asked for.</summary>
    private static void DemandDivisible(PaymentRequest request, string? way)
    {
        if (request.Payees is not null && way is ("contract" or "calldata" or "authorization"))
        {
            throw new ApiProblem(
                409, "way_not_offered", $"The request {request.Id} is paid to {request.Split.Shares.Count} payees, and '{way}' pays one alone. Choose deposit_address.");
        }
    }

    /// <summary>What the policy does not want is told before it costs gas.</summary>
    private static async Task DemandWantedAsync(
        IGatewayTransaction transaction, PolicyGate gate, Payment pay, string? way, CancellationToken cancellationToken)
    {
        PolicyQuestion question = new(
            pay.Request.PlatformId, pay.Request.CreatorId, pay.Request.Split.Payees, new TokenAmount(pay.BaseUnits, pay.Request.Token))
        {
            Payer = pay.Payer,
            Way = PolicyEndpoints.ReadWay(way),
        };
        PolicyDecision decision = await gate.CheckAsync(transaction.Policies, question, cancellationToken);
        if (decision.Refusals.Count > 0)
        {
            throw new ApiProblem(422, decision.Refusals[0].Code, string.Join(" ", decision.Refusals.Select(refusal => refusal.Detail)));
        }
    }

    private static IntentView OfDeposit(Payment pay) => pay.Request.DepositAddress is Address forwarder
        ? IntentView.Of("deposit_address", pay.BaseUnits, [WalletCall.OfTransfer(pay.Request, forwarder, pay.BaseUnits)]) with
        {
            DepositAddress = forwarder.ToString(),
        }
        : throw new ApiProblem(
            409, "way_not_offered", $"Chain {pay.Settings.ChainId} has no forwarder factory configured, so the request has no deposit address. Choose another way.");

    private static (IssuedTerms Issued, IntentView View) OfAuthorization(Payment pay, TimeProvider clock)
    {
        PaymentRequest request = pay.Request;
        AllowedToken token = pay.Settings.Tokens.First(allowed => allowed.Token == request.Token);
        if (token.DomainVersion is null)
        {
            throw new ApiProblem(409, "way_not_offered", $"{request.Token.Symbol} takes no signed authorizations. Choose another way.");
        }

        if (request.ExpiresAt <= clock.GetUtcNow())
        {
            throw new ApiProblem(
                409, "payment_request_expired", $"The request {request.Id} expired at {request.ExpiresAt:O}, and a signature is good until then. Make a new request, or choose another way: what comes late is still credited.");
        }

        PaymentTerms terms = new(
            request.Token.ChainId,
            pay.Settings.Router,
            request.Token.Address,
            [request.Payee],
            [pay.BaseUnits],
            [request.Reference.Value],
            UInt256.Zero,
            Address.Zero,
            checked((ulong)request.ExpiresAt.ToUnixTimeSeconds()),
            Hash32.FromBytes(RandomNumberGenerator.GetBytes(Hash32.Length)));
        Hash32 nonce = terms.Hash();
        IntentView view = IntentView.Of("authorization", pay.BaseUnits, []) with
        {
            TypedData = TypedDataView.OfAuthorization(token, pay.Payer, request.Payee, pay.BaseUnits, terms.ValidBefore, nonce),
            Nonce = nonce.ToString(),
            ExpiresAt = request.ExpiresAt,
        };
        return (new IssuedTerms(terms, request), view);
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

    private sealed record Payment(PaymentRequest Request, ChainSettings Settings, UInt128 BaseUnits, Address? Payer);
}

/// <summary>How a payer wants to pay.</summary>
/// <param name="Way"><c>contract</c>, <c>authorization</c>, <c>deposit_address</c> or <c>calldata</c>.</param>
/// <param name="Amount">How much, in base units; may be left out when the request asks for one amount.</param>
/// <param name="Payer">Who pays, where it is known already.</param>
internal sealed record NewIntent(string? Way, string? Amount, string? Payer);

/// <summary>What a wallet signs or sends.</summary>
/// <param name="Way">The way.</param>
/// <param name="Amount">How much is paid, in base units.</param>
/// <param name="Calls">The calls of the payer's wallet, in order; none where it only signs.</param>
/// <param name="TypedData">What it signs; null where it sends.</param>
/// <param name="Nonce">The nonce in what it signs: the hash of the terms, by which the payment is known again.</param>
/// <param name="DepositAddress">The address to send to from anywhere, an exchange too.</param>
/// <param name="ExpiresAt">Until when the signature is good.</param>
internal sealed record IntentView(
    string Way, string Amount, IReadOnlyList<WalletCall> Calls, TypedDataView? TypedData, string? Nonce, string? DepositAddress,
    DateTimeOffset? ExpiresAt)
{
    public static IntentView Of(string way, UInt128 baseUnits, IReadOnlyList<WalletCall> calls) =>
        new(way, baseUnits.ToString(CultureInfo.InvariantCulture), calls, null, null, null, null);
}
