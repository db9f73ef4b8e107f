namespace ChainTips.Ethereum.JsonRpc;

/// <summary>How many calls a node takes in one batch, as far as its refusals have taught. Thread-safe.</summary>
/// <param name="most">How many are tried at first.</param>
internal sealed class BatchSize(int most)
{
    private int _current = most;

    /// <summary>How many calls the next batch may have, at least 1.</summary>
    public int Current => Volatile.Read(ref _current);

    /// <summary>Learns from a refusal; false if a smaller batch is no way out.</summary>
    /// <param name="refused">How many calls were refused.</param>
    /// <param name="error">The refusal.</param>
    public bool TryShrink(int refused, RpcErrorClass error)
    {
        if (error.Kind != RpcErrorKind.BatchTooLarge || refused == 1)
        {
            return false;
        }

        int limit = (int)Math.Clamp(error.Limit ?? ((ulong)refused / 2), 1, (ulong)refused - 1);
        int current = Current;
        while (limit < current)
        {
            current = Interlocked.CompareExchange(ref _current, limit, current);
        }

        return true;
    }
}
