using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>Reads a single transfer that is final, for somebody who wants to say what it was for.</summary>
/// <param name="source">The chain.</param>
/// <param name="settings">The chain's settings.</param>
public sealed class TransferReader(IChainSource source, ChainSettings settings)
{
    /// <summary>Reads the transfer at a position; the position of a tip of the contract stands for the transfer that it owns.</summary>
    /// <exception cref="EthereumRpcException">The node did not answer as it should.</exception>
    public async Task<ReadTransfer> ReadAsync(Hash32 transactionHash, int position, CancellationToken cancellationToken)
    {
        if (await source.FindBlockOfAsync(transactionHash, cancellationToken) is not BlockNumber number)
        {
            return new ReadTransfer.Unknown($"The node knows no mined transaction {transactionHash} on chain {settings.ChainId}.");
        }

        if (await source.ReadFinalHeaderAsync(number, cancellationToken) is not BlockHeader header)
        {
            return new ReadTransfer.NotFinal(number);
        }

        ObservedBlock block = await source.ReadBlockAsync(header, cancellationToken);
        DecodedTips decoded = new();
        new TipDecoder(settings).Decode(block, decoded);
        IEnumerable<LooseTransfer> all = decoded.Loose.Concat(decoded.Tips.Select(tip => LooseTransfer.Of(tip)));
        LooseTransfer? found = all.FirstOrDefault(transfer => transfer.Location.TransactionHash == transactionHash
            && (transfer.Location.Position == position || transfer.Stated?.Location.Position == position));
        return found is null
            ? new ReadTransfer.Unknown(
                $"Transaction {transactionHash} has no Transfer of an allowed token at position {position} of its receipt; positions are counted from 0.")
            : new ReadTransfer.Found(found);
    }
}

/// <summary>What was found of a transfer. The cases are all there are.</summary>
public abstract record ReadTransfer
{
    private ReadTransfer()
    {
    }

    /// <summary>It is there, in a final block.</summary>
    /// <param name="Transfer">The transfer.</param>
    public sealed record Found(LooseTransfer Transfer) : ReadTransfer;

    /// <summary>There is no such transfer.</summary>
    /// <param name="Why">What is not there, as a sentence.</param>
    public sealed record Unknown(string Why) : ReadTransfer;

    /// <summary>Its block can still be reverted.</summary>
    /// <param name="Block">The block.</param>
    public sealed record NotFinal(BlockNumber Block) : ReadTransfer;
}
