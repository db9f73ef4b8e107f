using System.Globalization;
using ChainTips.Ethereum.Primitives;
using ChainTips.Simulation.Mining;

namespace ChainTips.Simulation.Network;

/// <summary>The chain as one node sees it at one moment; a node that lags sees an older one.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Moment">What the node holds to be true.</param>
internal sealed record NodeView(SimulatedChain Chain, ChainMoment Moment)
{
    /// <summary>The newest block that the node has.</summary>
    public SimulatedBlock Head => Moment.Head;

    /// <summary>The block of a number or tag; null when the node does not have it.</summary>
    public SimulatedBlock? Find(string numberOrTag) => numberOrTag switch
    {
        "latest" or "pending" => Head,
        "safe" => Head.At(Moment.FinalNumber + ((Head.Number - Moment.FinalNumber) / 2)),
        "finalized" => Head.At(Moment.FinalNumber),
        "earliest" => Head.At(0),
        _ => Head.At(ulong.Parse(numberOrTag.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
    };

    /// <summary>A block of any fork that this node has seen by now.</summary>
    public SimulatedBlock? FindHash(Hash32 hash) =>
        Chain.Find(hash) is SimulatedBlock block && (block.Order <= Head.Order || Head.StandsOn(block)) ? block : null;

    /// <summary>The canonical block that holds a transaction.</summary>
    public SimulatedBlock? FindBlockOf(Hash32 transaction) => Chain.FindBlockOf(transaction, Head);
}
