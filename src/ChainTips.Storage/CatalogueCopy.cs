using ChainTips.Storage.Sql;

namespace ChainTips.Storage;

/// <summary>Copies what people decided into a fresh database: platforms, keys, creators, posts, payment requests; and nothing that the chain says.</summary>
/// <remarks>Both databases may be of either kind, so it is also the way from an SQLite file to PostgreSQL.</remarks>
public static class CatalogueCopy
{
    /// <summary>The tables in an order in which each names only rows of those before it.</summary>
    private static readonly string[] Tables =
    [
        "platforms", "api_keys", "idempotent_answers", "tokens", "creators", "posts", "post_payees", "payment_requests", "payment_request_payees", "cancellations",
        "issued_terms", "match_decisions", "dismissals", "relays", "relay_transactions", "relay_attempts", "relay_items",
    ];

    /// <summary>Copies.</summary>
    /// <param name="from">The books as they are.</param>
    /// <param name="to">Books in which nothing is yet but what a new database has.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="DatabaseException">The other database is not fresh; nothing was written.</exception>
    public static async Task CopyAsync(IGatewayDatabase from, IGatewayDatabase to, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction source = await from.BeginReadAsync(cancellationToken);
        await using IGatewayTransaction target = await to.BeginAsync(cancellationToken);
        SqlSession read = ((SqlGatewayTransaction)source).Session;
        SqlSession write = ((SqlGatewayTransaction)target).Session;
        if (await write.ReadAsync<long>("SELECT (SELECT count(*) FROM creators) + (SELECT count(*) FROM chains)", null, cancellationToken) != 0)
        {
            throw new DatabaseException("The database to write to is not fresh: it has creators or chains already. Nothing was written. Name a new one.");
        }

        await write.ExecuteAsync("DELETE FROM installation", null, cancellationToken);
        await write.ExecuteAsync("DELETE FROM platforms", null, cancellationToken);
        await read.CopyToAsync(write, "installation", cancellationToken);
        foreach (string table in Tables)
        {
            await read.CopyToAsync(write, table, cancellationToken);
        }

        await target.CommitAsync(cancellationToken);
    }
}
