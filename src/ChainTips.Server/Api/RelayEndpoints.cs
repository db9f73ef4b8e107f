using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Relaying;
using ChainTips.Server.Http;
using ChainTips.Server.Relaying;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/relays</c>: signed authorizations that the gateway brings to the chain, so that the payer needs no native coin.</summary>
internal static class RelayEndpoints
{
    public static void Map(RouteGroupBuilder v1)
    {
        RouteGroupBuilder relays = v1.MapGroup("/relays").WithTags("Relays").NeedsKey();
        relays.MapPost("/", CreateAsync).WithSummary("Hand in a signed authorization to be brought to the chain")
            .CreatesOnce<RelayView>().Answers(409, 429, 503);
        relays.MapGet("/{id}", GetAsync).WithSummary("Get how far a relay is").Answers(404);
    }

    private static async Task<ContentHttpResult> CreateAsync(
        HttpContext http, Caller caller, NewRelay body, IdempotentWriter writer, RelayParts parts)
    {
        Address payer = RequestReader.ReadAddress(body.Payer, "payer");
        Hash32 nonce = RequestReader.ReadHash(body.Nonce, "nonce");
        byte[] signature = ReadSignature(body.Signature);
        IssuedTerms issued;
        Relay? known;
        RelayStation station;
        await using (IGatewayTransaction reading = await parts.Database.BeginReadAsync(http.RequestAborted))
        {
            issued = await FindTermsAsync(reading, caller, nonce, http.RequestAborted);
            station = Demand(parts.Stations, issued, payer, signature);
            known = await reading.Relays.FindAsync(payer, nonce, http.RequestAborted);
            if (known is null)
            {
                await DemandWantedAsync(reading, parts.Gate, issued, payer, http.RequestAborted);
            }
        }

        // The chain is asked outside of every database transaction: writers wait for each other, and must not wait for a node.
        Relay relay = known ?? await CheckAsync(station, caller, issued, payer, signature, http.RequestAborted);
        ContentHttpResult answer = await writer.CreateAsync(
            http, caller, async (transaction, token) => RelayView.Of(known ?? await ClaimAsync(station, transaction, relay, token)));
        station.WakeUp.Ring();
        return answer;
    }

    /// <summary>Without a relayer's key nothing is lost but the comfort: the payer's own wallet, or anybody's, sends the same call.</summary>
    private static RelayStation Demand(RelayStations stations, IssuedTerms issued, Address payer, byte[] signature)
    {
        if (stations.Find(issued.Terms.ChainId) is RelayStation station)
        {
            return station;
        }

        RelayCall call = RelayCall.Of(new SignedAuthorization(issued.Terms, payer, signature));
        throw new ApiProblem(
            409, "relaying_not_offered", $"This gateway has no relayer's key for chain {issued.Terms.ChainId}. Let the payer, or anybody, send the call that stands in 'call'; the payment is credited as well.")
        {
            Call = new WalletCall("authorization", issued.Terms.ChainId, call.To.ToString(), Hex.Format(call.Data.Span), "0", null),
        };
    }

    private static async Task<Ok<RelayView>> GetAsync(Caller caller, string id, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        Id<Relay> relayId = RequestReader.ReadId<Relay>(id, "relay_unknown", "relay");
        await using IGatewayTransaction reading = await database.BeginReadAsync(cancellationToken);
        Relay? relay = await reading.Relays.FindAsync(relayId, cancellationToken);
        return relay is not null && relay.PlatformId == caller.PlatformId
            ? TypedResults.Ok(RelayView.Of(relay))
            : throw RequestReader.Missing(relayId, "relay_unknown", "relay");
    }

    private static async Task<IssuedTerms> FindTermsAsync(
        IGatewayTransaction reading, Caller caller, Hash32 nonce, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<Hash32, IssuedTerms> found = await reading.References.FindTermsAsync([nonce], cancellationToken);
        return found.TryGetValue(nonce, out IssuedTerms? issued) && issued.Request.PlatformId == caller.PlatformId
            ? issued
            : throw ApiProblem.NotFound(
                "terms_unknown", $"nonce: {nonce} is not the nonce of terms that this platform was given. Ask for terms with POST /v1/payment-requests/{{id}}/intents and way authorization.");
    }

    private static async Task<Relay> CheckAsync(
        RelayStation station, Caller caller, IssuedTerms issued, Address payer, byte[] signature, CancellationToken cancellationToken)
    {
        if (!station.MayCheck(caller.PlatformId))
        {
            throw new ApiProblem(429, "too_many_relays", "This platform hands in authorizations faster than they are checked. Send the same request again in a second.");
        }

        try
        {
            return await station.Intake.CheckAsync(caller.PlatformId, issued, payer, signature, cancellationToken) switch
            {
                RelayDecision.Takes takes => takes.Relay,
                RelayDecision.Refuses refuses => throw Problem(refuses.Refusal),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (EthereumRpcException)
        {
            throw new ApiProblem(
                503, "chain_unavailable", $"The node of chain {station.Intake.ChainId} does not answer as it should, so the authorization cannot be checked. Nothing was kept; send the same request again in a moment.");
        }
    }

    private static async Task<Relay> ClaimAsync(RelayStation station, IGatewayTransaction transaction, Relay relay, CancellationToken cancellationToken) =>
        await station.Intake.ClaimAsync(transaction, relay, cancellationToken) switch
        {
            RelayDecision.Takes takes => takes.Relay,
            RelayDecision.Refuses refuses => throw Problem(refuses.Refusal),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The policy was asked when the terms were given out, perhaps before anybody knew who would pay.</summary>
    private static async Task DemandWantedAsync(
        IGatewayTransaction reading, PolicyGate gate, IssuedTerms issued, Address payer, CancellationToken cancellationToken)
    {
        PaymentRequest request = issued.Request;
        if (request.Kind == PaymentRequestKind.Refund)
        {
            return;
        }

        IReadOnlyList<TrackedRequest> paid = request.Kind == PaymentRequestKind.Basket
            ? await reading.PaymentRequests.ListItemsAsync(request.Id, cancellationToken)
            : [];
        PlannedItem[] items = paid.Count == 0
            ? [new PlannedItem(request, AmountOf(issued.Terms, null))]
            : [.. paid.Select(item => new PlannedItem(item.Request, AmountOf(issued.Terms, item.Request.Reference.Value))).Where(item => item.BaseUnits > 0)];
        await PlanPolicy.DemandWantedAsync(reading, gate, items, payer, PaymentWay.Authorization, cancellationToken);
    }

    /// <summary>What terms pay for a reference, or for all of them; the fee is beside it.</summary>
    private static UInt128 AmountOf(PaymentTerms terms, Hash32? reference)
    {
        UInt256[] amounts = [.. terms.Amounts.Where((_, i) => reference is null || terms.References[i] == reference)];
        return (terms with { Amounts = amounts, Fee = UInt256.Zero }).Total;
    }

    private static ApiProblem Problem(RelayRefusal refusal) => refusal.Code switch
    {
        RelayRefusalCode.TermsOutdated => new ApiProblem(409, "terms_outdated", refusal.Detail),
        RelayRefusalCode.AuthorizationExpired => new ApiProblem(409, "authorization_expired", refusal.Detail),
        RelayRefusalCode.SignatureInvalid => ApiProblem.Invalid("signature_invalid", "signature: " + refusal.Detail),
        RelayRefusalCode.BalanceTooLow => new ApiProblem(409, "balance_too_low", refusal.Detail),
        RelayRefusalCode.SimulationFailed => new ApiProblem(409, "simulation_failed", refusal.Detail),
        RelayRefusalCode.BudgetExhausted => new ApiProblem(429, "relay_budget_exhausted", refusal.Detail),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static byte[] ReadSignature(string? text) =>
        text is { Length: > 2 and <= 2 + (2 * SignatureVerifier.MaxSignatureLength) } && Hex.TryParse(text, out byte[]? bytes, out _)
            ? bytes
            : throw ApiProblem.Invalid("signature_malformed", "signature: send the bytes that the wallet gave, as 0x and hexadecimal digits.");
}

/// <summary>What relaying an authorization needs beside the request.</summary>
/// <param name="Database">Where relays are kept.</param>
/// <param name="Stations">The relaying of each chain.</param>
/// <param name="Gate">The policy.</param>
internal sealed record RelayParts(IGatewayDatabase Database, RelayStations Stations, PolicyGate Gate);

/// <summary>A signed authorization.</summary>
/// <param name="Payer">Who signed.</param>
/// <param name="Nonce">The nonce that was signed, as the intent gave it; it names the terms.</param>
/// <param name="Signature">The bytes that the wallet gave.</param>
internal sealed record NewRelay(string? Payer, string? Nonce, string? Signature);
