using System.Runtime.ExceptionServices;
using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Chain;

/// <summary>Asks endpoints for the same until one answers: the next one when one fails, or beside one that is slow.</summary>
/// <param name="tryAsync">Asks one endpoint.</param>
/// <param name="hedgeAfter">How long one may take before the next is asked beside it.</param>
/// <param name="clock">The gateway's own time.</param>
internal sealed class HedgedRead<T>(
    Func<ChainEndpoint, CancellationToken, Task<T>> tryAsync, TimeSpan hedgeAfter, TimeProvider clock)
{
    private readonly List<Task<T>> _running = [];
    private readonly List<Task<T>> _all = [];
    private readonly List<EthereumRpcException> _faults = [];
    private readonly List<string> _sentences = [];
    private int _asked;

    /// <summary>The first answer without fault; those that were asked beside are told to stop, and waited for.</summary>
    public async Task<T> RunAsync(ulong chainId, IReadOnlyList<ChainEndpoint> ranked, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                if (_running.Count == 0 && _asked == ranked.Count)
                {
                    ThrowFaults(chainId);
                }

                if (_running.Count == 0 || await IsSlowAsync(_asked < ranked.Count))
                {
                    _running.Add(tryAsync(ranked[_asked++], stop.Token));
                    _all.Add(_running[^1]);
                    continue;
                }

                Task<T> finished = _running.Find(task => task.IsCompleted)!;
                _running.Remove(finished);
                try
                {
                    return await finished;
                }
                catch (EthereumRpcException error) when (IsOfEndpoint(error))
                {
                    _faults.Add(error);
                    _sentences.Add($"{ranked[_all.IndexOf(finished)].Health.Name}: {error.Message}");
                }
            }
        }
        finally
        {
            // On this thread: whoever waits for a request that is given up goes on here, and not on the pool.
            stop.Cancel();
            await Task.WhenAll(_running.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits until one has finished; true if that takes too long and there is another to ask.</summary>
    /// <remarks>Only those that are asked are told to stop. While any of them is still under way there is nothing else to go on with.</remarks>
    private async Task<bool> IsSlowAsync(bool hasAnother)
    {
        if (!hasAnother)
        {
            await Task.WhenAny(_running);
            return false;
        }

        TaskCompletionSource late = new();
        await using ITimer timer = clock.CreateTimer(_ => late.TrySetResult(), null, hedgeAfter, Timeout.InfiniteTimeSpan);
        Task first = await Task.WhenAny([.. _running, late.Task]);
        return first == late.Task && !_running.Exists(task => task.IsCompleted);
    }

    /// <summary>Whether another endpoint may do better; a question that is too large is too large for all of them.</summary>
    private static bool IsOfEndpoint(EthereumRpcException error) =>
        !error.Classification.AsksForSmallerRange && error is not FinalBlockDisputedException;

    private void ThrowFaults(ulong chainId)
    {
        if (_faults.Count == 1)
        {
            ExceptionDispatchInfo.Throw(_faults[0]);
        }

        throw new AllEndpointsFailedException(chainId, _sentences, _faults[^1]);
    }
}
