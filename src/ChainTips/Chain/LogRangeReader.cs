using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>The logs of a range, and the blocks of it for which the node does not give any.</summary>
/// <param name="Logs">The logs, in the order of their blocks.</param>
/// <param name="Refused">Blocks whose logs alone are too many for an answer.</param>
internal sealed record RangeLogs(IReadOnlyList<LocatedLog> Logs, IReadOnlyList<BlockNumber> Refused);

/// <summary>Asks <c>eth_getLogs</c> for ranges that are as wide as the node takes, until the whole range was answered.</summary>
/// <param name="rpc">The node.</param>
/// <param name="interest">Which logs are looked for.</param>
internal sealed class LogRangeReader(EthereumRpc rpc, LogInterest interest)
{
    private readonly LearntSize _size = new();

    /// <summary>Reads the range, both ends included; all of it, or it fails.</summary>
    public async Task<RangeLogs> ReadAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        LogSelection wanted = interest.InLogs(last);
        List<LocatedLog> logs = [];
        List<BlockNumber> refused = [];
        BlockNumber next = first;
        while (next <= last)
        {
            ulong blocks = Math.Min(last.Value - next.Value + 1, _size.Current);
            BlockNumber end = new(next.Value + blocks - 1);
            try
            {
                IReadOnlyList<LocatedLog> answer = await rpc.GetLogsAsync(
                    interest.FilterOf(next, end, last), cancellationToken);
                logs.AddRange(answer.Where(log => log.Topics.Count > 0 && wanted.Includes(log.Address, log.Topics[0])));
                _size.Succeeded(blocks);
            }
            catch (EthereumRpcException error) when (blocks > 1 && LearntSize.IsTooMuch(error))
            {
                _size.Refused(next, blocks, error.Classification);
                continue;
            }
            catch (EthereumRpcException error) when (error.Classification.AsksForSmallerRange)
            {
                refused.Add(next);
            }

            next = end.Next;
        }

        return new RangeLogs(logs, refused);
    }
}
