using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>The first block that can hold a payment which does not go through the tipping contract. It is shared by whoever reads a chain.</summary>
/// <remarks>
/// Such a payment names a post or request, so none is older than the first of them. It only ever goes from nothing to a block, and is
/// looked up before a range is read: a range that was final before that cannot hold a payment for what was made after it.
/// </remarks>
public sealed class DirectPaymentsStart
{
    private long _block = -1;

    /// <summary>The block; null as long as there is no post and no request.</summary>
    public BlockNumber? Block
    {
        get => Interlocked.Read(ref _block) is >= 0 and long block ? new BlockNumber((ulong)block) : null;
        set => Interlocked.Exchange(ref _block, value is BlockNumber block ? checked((long)block.Value) : -1);
    }
}
