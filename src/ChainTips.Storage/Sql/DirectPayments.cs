namespace ChainTips.Storage.Sql;

/// <summary>From which block on a chain may hold payments that do not go through the tipping contract.</summary>
internal static class DirectPayments
{
    /// <summary>With the first post or request they become possible, in blocks after what is final now.</summary>
    public static Task<int> BeginAsync(SqlSession session, CancellationToken cancellationToken) => session.ExecuteAsync(
        "UPDATE chains SET direct_from = COALESCE(finalized_number, start_block) WHERE direct_from IS NULL", null, cancellationToken);
}
