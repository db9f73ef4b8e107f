using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>Which logs a block is searched for.</summary>
/// <param name="Contract">The tipping contract.</param>
/// <param name="Topic">The signature hash of its event. Near the head the same topic from other contracts is seen too, so that forgeries are visible.</param>
public sealed record LogInterest(Address Contract, Hash32 Topic)
{
    /// <summary>The logs that show payments which do not go through the contract: the transfers of each token; none when no such payment is looked for.</summary>
    public IReadOnlyList<LogPattern> Transfers { get; init; } = [];

    /// <summary>From where on such payments are possible: before it they are not looked for in final history.</summary>
    public DirectPaymentsStart DirectPayments { get; init; } = new();

    /// <summary>What a block near the head is searched for.</summary>
    public LogSelection NearHead => new([new LogPattern(null, Topic), .. Transfers]);

    /// <summary>What a range of final history is searched for, when whole blocks are read.</summary>
    /// <param name="last">The last block of the range.</param>
    public LogSelection InHistory(BlockNumber last) => Reaches(last) ? NearHead : LogSelection.Of(Topic);

    /// <summary>What a range of final history is searched for, when only logs are asked for.</summary>
    /// <param name="last">The last block of the range.</param>
    public LogSelection InLogs(BlockNumber last) => new([new LogPattern(Contract, Topic), .. Reaches(last) ? Transfers : []]);

    /// <summary>The question for the logs of a part of a range, of which some may be others than <see cref="InLogs"/>.</summary>
    /// <param name="first">The first block of the part.</param>
    /// <param name="end">The last block of the part.</param>
    /// <param name="last">The last block of the range.</param>
    public LogFilter FilterOf(BlockNumber first, BlockNumber end, BlockNumber last)
    {
        IReadOnlyList<LogPattern> transfers = Reaches(last) ? Transfers : [];
        return new LogFilter(
            first,
            end,
            [Contract, .. transfers.Select(pattern => pattern.Contract).OfType<Address>().Distinct()],
            [Topic, .. transfers.Select(pattern => pattern.Topic).Distinct()]);
    }

    private bool Reaches(BlockNumber last) => DirectPayments.Block is BlockNumber start && last >= start;
}
