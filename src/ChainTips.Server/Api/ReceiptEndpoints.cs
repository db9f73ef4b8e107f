using System.Text;
using ChainTips.Identity;
using ChainTips.Receipts;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Api;

/// <summary><c>/v1/receipts</c>: the proof of a settled payment. Its id is the key to it, so that the payer needs no other.</summary>
internal static class ReceiptEndpoints
{
    public static void Map(RouteGroupBuilder v1) => v1.MapGet("/receipts/{id}", ReadAsync)
        .WithTags("Receipts").WithSummary("Read a receipt").Produces<ReceiptDocument>().Answers(404);

    private static async Task<ContentHttpResult> ReadAsync(string id, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        Id<Receipt> receiptId = RequestReader.ReadId<Receipt>(id, "receipt_unknown", "receipt");
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        Receipt receipt = await transaction.Receipts.FindAsync(receiptId, cancellationToken)
            ?? throw ApiProblem.NotFound("receipt_unknown", $"There is no receipt '{receiptId}'. A payment gets its receipt when it is settled.");
        return TypedResults.Content(receipt.Document, "application/json; charset=utf-8", Encoding.UTF8);
    }
}
