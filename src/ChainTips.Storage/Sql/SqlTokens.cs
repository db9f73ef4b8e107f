using ChainTips.Money;

namespace ChainTips.Storage.Sql;

/// <summary>The tokens that were ever named by a request or a payment, by their number.</summary>
internal sealed class SqlTokens(SqlSession session)
{
    /// <summary>The number of a token, given now if it has none.</summary>
    public Task<long> InternAsync(Token token, CancellationToken cancellationToken) => session.ReadAsync<long>(
        """
        INSERT INTO tokens (chain_id, address, symbol, decimals) VALUES (@chain, @address, @Symbol, @Decimals)
        ON CONFLICT (chain_id, address) DO UPDATE SET symbol = excluded.symbol
        RETURNING seq
        """,
        new { chain = checked((long)token.ChainId), address = token.Address.ToArray(), token.Symbol, token.Decimals },
        cancellationToken);
}
