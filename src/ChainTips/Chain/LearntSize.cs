using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>How many blocks a node takes in one question, as far as its refusals have taught. Thread-safe.</summary>
/// <remarks>
/// A limit in blocks holds for the run; where a refusal does not name it, it is searched for between what was refused and
/// what was answered. A limit in logs or bytes depends on what is in the range, so more is tried again after some successes.
/// </remarks>
internal sealed class LearntSize
{
    private const int SuccessesBeforeMore = 8;

    private readonly Lock _lock = new();
    private ulong _limit = ulong.MaxValue;
    private ulong _size = ulong.MaxValue;
    private int _patience;

    /// <summary>How many blocks the next question covers at most.</summary>
    public ulong Current
    {
        get
        {
            lock (_lock)
            {
                return _size;
            }
        }
    }

    /// <summary>A question of this size was answered.</summary>
    public void Succeeded(ulong blocks)
    {
        lock (_lock)
        {
            if (blocks < _size || _size >= _limit || --_patience > 0)
            {
                return;
            }

            ulong room = _limit - _size;
            bool isSearching = _limit < ulong.MaxValue;
            ulong step = isSearching ? (room + 1) / 2 : Math.Max(1, _size / 2);
            if (isSearching && room <= _size / 20)
            {
                // So close to what was refused, another refusal costs more than it can win.
                _limit = _size;
                return;
            }

            _size += Math.Min(step, room);
        }
    }

    /// <summary>Whether fewer blocks may be answered where these were not; what took too long is too much as well.</summary>
    public static bool IsTooMuch(EthereumRpcException error) =>
        error.Classification.AsksForSmallerRange || error is JsonRpcTransportException { InnerException: OperationCanceledException };

    /// <summary>A question of more than one block was refused; the next one is smaller.</summary>
    public void Refused(BlockNumber first, ulong blocks, RpcErrorClass error)
    {
        lock (_lock)
        {
            ulong next = Suggested(first, blocks, error) ?? (blocks / 2);
            _patience = SuccessesBeforeMore;
            if (error.Kind == RpcErrorKind.RangeTooWide)
            {
                bool isNamed = error.Limit is ulong limit && limit > 0 && limit < blocks;
                _limit = Math.Min(_limit, isNamed ? error.Limit!.Value : blocks - 1);
                next = isNamed ? _limit : Math.Min(next, _limit);
                _patience = 1;
            }

            _size = Math.Min(_size, next);
        }
    }

    /// <summary>How many blocks the suggested range has; null if it is none that helps.</summary>
    private static ulong? Suggested(BlockNumber first, ulong blocks, RpcErrorClass error) =>
        error.SuggestedFrom is BlockNumber from && error.SuggestedTo is BlockNumber to && from == first && to.Value - from.Value < blocks - 1
            ? to.Value - from.Value + 1
            : null;
}
