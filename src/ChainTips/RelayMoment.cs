using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips;

/// <summary>The chain at one look, as far as relaying asks for it.</summary>
/// <param name="Lease">The right to follow the chain, which is the right to send on it.</param>
/// <param name="Head">The newest block.</param>
/// <param name="Final">The newest final block; null when none is.</param>
/// <param name="Nonce">The nonce of the key's next transaction after the newest block.</param>
/// <param name="Market">What gas costs.</param>
/// <param name="Now">The gateway's own time.</param>
internal sealed record RelayMoment(
    ChainLease Lease, BlockHeader Head, BlockNumber? Final, ulong Nonce, FeeHistory Market, DateTimeOffset Now)
{
    private int _unanswered;

    /// <summary>The time of the newest block: what the token compares with.</summary>
    public DateTimeOffset HeadTime { get; } = BlockRef.TimeOf(Head);

    /// <summary>How many questions the node did not answer as it should, each about one transaction or relay: the others go on.</summary>
    public int Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>Asks about one of many: what is not answered is looked at again in the next step.</summary>
    /// <returns>The answer; what is given in its place where there is none.</returns>
    public async Task<T> TryAsync<T>(Func<Task<T>> ask, T otherwise)
    {
        try
        {
            return await ask();
        }
        catch (EthereumRpcException)
        {
            Interlocked.Increment(ref _unanswered);
            return otherwise;
        }
    }

    /// <summary>Whether a block is final.</summary>
    public bool IsFinal(BlockNumber block) => Final is BlockNumber final && block <= final;
}
