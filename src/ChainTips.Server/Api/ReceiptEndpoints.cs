using System.Text;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Identity;
using ChainTips.Receipts;
using ChainTips.Server.Following;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/receipts</c>: the proof of a settled payment. Its id is the key to it, so that the payer needs no other.</summary>
internal static class ReceiptEndpoints
{
    public static void Map(RouteGroupBuilder v1) => v1.MapGet("/receipts/{id}", ReadAsync)
        .WithTags("Receipts").WithSummary("Read a receipt").Produces<SignedReceipt>().Answers(404, 503);

    private static async Task<ContentHttpResult> ReadAsync(
        string id, IGatewayDatabase database, ReceiptIssuers issuers, CancellationToken cancellationToken)
    {
        Id<Receipt> receiptId = RequestReader.ReadId<Receipt>(id, "receipt_unknown", "receipt");
        Receipt receipt = await FindAsync(receiptId, database, cancellationToken);
        string document = receipt.Document ?? await WriteAsync(receipt, issuers, cancellationToken);
        return TypedResults.Content(document, "application/json; charset=utf-8", Encoding.UTF8);
    }

    private static async Task<Receipt> FindAsync(Id<Receipt> id, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        return await transaction.Receipts.FindAsync(id, cancellationToken)
            ?? throw ApiProblem.NotFound("receipt_unknown", $"There is no receipt '{id}'. A payment gets its receipt when it is settled.");
    }

    private static async Task<string> WriteAsync(Receipt receipt, ReceiptIssuers issuers, CancellationToken cancellationToken)
    {
        ReceiptIssuer issuer = issuers.Find(receipt.ChainId) ?? throw NotYet($"chain {receipt.ChainId} is not configured any more.");
        try
        {
            return await issuer.WriteAsync(receipt, cancellationToken);
        }
        catch (EthereumRpcException error)
        {
            throw NotYet(error.Message);
        }

        ApiProblem NotYet(string reason) => new(
            StatusCodes.Status503ServiceUnavailable,
            "receipt_not_ready",
            $"The receipt '{receipt.Id}' cannot be written yet: {reason} Try again later.");
    }
}
