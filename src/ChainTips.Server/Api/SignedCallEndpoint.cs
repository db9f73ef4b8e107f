using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/payment-requests/{id}/calls</c>: the call that brings to the chain what a payer signed for a request.</summary>
internal static class SignedCallEndpoint
{
    public static void Map(RouteGroupBuilder v1) => v1.MapPost("/payment-requests/{id}/calls", CreateAsync)
        .WithTags("Payment requests").WithSummary("Get the call that brings a payer's signature to the chain")
        .NeedsKey().CreatesOnce<WalletCall>().Answers(409);

    private static Task<ContentHttpResult> CreateAsync(
        HttpContext http, Caller caller, string id, NewSignedCall body, IdempotentWriter writer, [AsParameters] IntentEndpoints.Planning planning) =>
        writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            TrackedRequest tracked = await PaymentRequestEndpoints.DemandAsync(transaction, caller, id, cancellationToken);
            PaymentRequest request = tracked.Request;
            Address payer = RequestReader.ReadAddress(body.Payer, "payer");
            byte[] signature = ReadSignature(body.Signature);
            switch (PolicyEndpoints.ReadWay(body.Way))
            {
                case PaymentWay.Authorization:
                    PaymentTerms authorized = await FindTermsAsync(transaction, request, body.Nonce, cancellationToken);
                    return new WalletCall(
                        authorized.IsRouted ? "tip" : "transfer", authorized.ChainId, (authorized.IsRouted ? authorized.Router : authorized.Token).ToString(),
                        Hex.Format(TipCalls.Authorized(authorized, payer, signature)), "0", null);
                case PaymentWay.Permit2:
                    PaymentTerms permitted = await FindTermsAsync(transaction, request, body.Nonce, cancellationToken);
                    return new WalletCall(
                        "tip", permitted.ChainId, permitted.Router.ToString(),
                        Hex.Format(TipCalls.Permitted2(permitted, payer, ToNumber(permitted.Hash()), signature)), "0", null);
                case PaymentWay.Permit:
                    return await OfPermitAsync(transaction, tracked, body, signature, planning, cancellationToken);
                default:
                    throw ApiProblem.Invalid("way_unsigned", "way: choose authorization, permit or permit2; the calls of the other ways stand in their intent.");
            }
        });

    /// <remarks>The contract believes no permit but the caller's own, so the payer sends this call himself.</remarks>
    private static async Task<WalletCall> OfPermitAsync(
        IGatewayTransaction transaction, TrackedRequest tracked, NewSignedCall body, byte[] signature, IntentEndpoints.Planning planning, CancellationToken cancellationToken)
    {
        PaymentRequest request = tracked.Request;
        ChainSettings settings = planning.Chains.SettingsOf(request.Token);
        PaymentPlan plan = await PaymentPlan.ReadAsync(
            transaction, tracked, settings, planning.Finality, new NewIntent(body.Way, body.Amount, body.Payer), cancellationToken);
        PlanWays.Demand(plan, body.Way);
        return signature.Length == 65
            ? new WalletCall(
                "tip", settings.ChainId, settings.Router.ToString(),
                Hex.Format(TipCalls.TipWithPermit(request.Token.Address, plan.Parts, IntentEndpoints.SecondsOf(request.ExpiresAt), signature)), "0", null)
            : throw ApiProblem.Invalid(
                "signature_malformed", $"signature: a permit is signed by a key, with 65 bytes r, s and v; {signature.Length} bytes were sent. A contract wallet approves instead: choose contract.");
    }

    private static async Task<PaymentTerms> FindTermsAsync(
        IGatewayTransaction transaction, PaymentRequest request, string? nonce, CancellationToken cancellationToken)
    {
        Hash32 hash = RequestReader.ReadHash(nonce, "nonce");
        IReadOnlyDictionary<Hash32, IssuedTerms> found = await transaction.References.FindTermsAsync([hash], cancellationToken);
        return found.TryGetValue(hash, out IssuedTerms? issued) && (issued.Request.Id == request.Id || issued.Request.Basket == request.Id)
            ? issued.Terms
            : throw ApiProblem.NotFound(
                "terms_unknown", $"nonce: no terms with the hash {hash} were given out for {request.Id}. Send the nonce that stands in the intent.");
    }

    private static byte[] ReadSignature(string? text) =>
        text is { Length: > 2 and <= 2 + (2 * SignatureVerifier.MaxSignatureLength) } && Hex.TryParse(text, out byte[]? bytes, out _)
            ? bytes
            : throw ApiProblem.Invalid("signature_malformed", "signature: send the bytes that the wallet gave, as 0x and hexadecimal digits.");

    private static UInt256 ToNumber(Hash32 word) => UInt256.FromBigEndian(word.ToArray());
}

/// <summary>What a payer signed.</summary>
/// <param name="Way"><c>authorization</c>, <c>permit</c> or <c>permit2</c>.</param>
/// <param name="Payer">Who signed.</param>
/// <param name="Signature">His signature, hexadecimal.</param>
/// <param name="Nonce">The nonce of the intent; left out for a permit.</param>
/// <param name="Amount">The amount of the intent, for a permit of a request with an open amount.</param>
internal sealed record NewSignedCall(string? Way, string? Payer, string? Signature, string? Nonce, string? Amount);
