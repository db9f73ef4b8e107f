using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/payment-requests/{id}/claims</c>: a payer whose transfer matched nothing proves that it was his, and says what it was for.</summary>
internal static class ClaimEndpoints
{
    public static void Map(RouteGroupBuilder v1)
    {
        RouteGroupBuilder claims = v1.MapGroup("/payment-requests/{id}/claims").WithTags("Payment requests").NeedsKey();
        claims.MapPost("/message", WriteMessageAsync).WithSummary("Get the message that the payer of a transfer signs to claim it")
            .CreatesOnce<TypedDataView>();
        claims.MapPost("/", ClaimAsync).WithSummary("Claim a transfer that matched nothing, with its payer's signature")
            .CreatesOnce<DecisionView>().Answers(409, 503);
    }

    private static Task<ContentHttpResult> WriteMessageAsync(
        HttpContext http, Caller caller, string id, NewClaim body, IdempotentWriter writer) =>
        writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            TrackedRequest tracked = await PaymentRequestEndpoints.DemandAsync(transaction, caller, id, cancellationToken);
            return TypedDataView.OfClaim(Read(body, tracked.Request));
        });

    private static Task<ContentHttpResult> ClaimAsync(
        HttpContext http, Caller caller, string id, NewClaim body, IdempotentWriter writer, TransferDecisions decisions, TimeProvider clock) =>
        writer.CreateAsync(http, caller, async (transaction, cancellationToken) =>
        {
            TrackedRequest tracked = await PaymentRequestEndpoints.DemandAsync(transaction, caller, id, cancellationToken);
            PaymentClaim claim = Read(body, tracked.Request);
            if (clock.GetUtcNow().ToUnixTimeSeconds() >= (long)claim.Deadline)
            {
                throw ApiProblem.Invalid("claim_expired", $"deadline: {claim.Deadline} is past. Let the payer sign a message with a later one.");
            }

            byte[] signature = ReadSignature(body.Signature);
            OpenTransfer open = await decisions.DemandOpenAsync(transaction, claim.ChainId, claim.TransactionHash, claim.Position, cancellationToken);
            if (await decisions.VerifyAsync(claim.ChainId, open.Transfer.From, claim.Digest(), signature, cancellationToken) is SignatureVerification.Invalid invalid)
            {
                throw ApiProblem.Invalid(
                    "signature_invalid", $"signature: it is not one of the payer {open.Transfer.From} for this transfer, request and deadline. {invalid.Reason}");
            }

            string note = $"{open.Transfer.From}, whose balance the transfer came from, signed that it was for {claim.RequestId}, until {claim.Deadline}: {Hex.Format(signature)}";
            return await decisions.KeepAsync(
                transaction, open, MatchRung.Claim, new PaymentSubject.OfRequest(tracked.Request), note, cancellationToken);
        });

    private static PaymentClaim Read(NewClaim body, PaymentRequest request) => new(
        request.Token.ChainId,
        RequestReader.ReadHash(body.TransactionHash, "transactionHash"),
        body.Position is >= 0 and int position
            ? position
            : throw ApiProblem.Invalid("position_malformed", "position: send the place of the Transfer in the transaction's receipt, counted from 0."),
        request.Id.ToString(),
        body.Deadline is > 0 and long deadline
            ? (ulong)deadline
            : throw ApiProblem.Invalid("deadline_malformed", "deadline: send seconds since 1970, such as those of an hour from now."));

    private static byte[] ReadSignature(string? text) =>
        text is { Length: > 2 and <= 2 + (2 * SignatureVerifier.MaxSignatureLength) } && Hex.TryParse(text, out byte[]? bytes, out _)
            ? bytes
            : throw ApiProblem.Invalid("signature_malformed", "signature: send the bytes that the wallet gave, as 0x and hexadecimal digits.");
}

/// <summary>A claim of a transfer.</summary>
/// <param name="TransactionHash">Its transaction.</param>
/// <param name="Position">The place of the token's log in the receipt, from 0.</param>
/// <param name="Deadline">Until when the claim is good, seconds since 1970.</param>
/// <param name="Signature">The payer's signature of the message.</param>
internal sealed record NewClaim(string? TransactionHash, int? Position, long? Deadline, string? Signature);
