using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Chain;

/// <summary>
/// Decides whether a final block was really replaced when one endpoint says so. That stops the gateway, so every endpoint is
/// asked, twice: one that confirms our block is enough for the others to have lied, and one that cannot be asked decides nothing.
/// </summary>
/// <param name="endpoints">All endpoints of the chain.</param>
/// <param name="secondLookAfter">How long after the first look the second is taken.</param>
/// <param name="clock">The gateway's own time.</param>
internal sealed class FinalBlockJudge(IReadOnlyList<ChainEndpoint> endpoints, TimeSpan secondLookAfter, TimeProvider clock)
{
    private const int Looks = 2;

    private enum Testimony
    {
        Silent,
        Denies,
        Confirms,
    }

    /// <summary>Returns if another endpoint confirms our block.</summary>
    /// <exception cref="FinalBlockReplacedException">Every endpoint has another block there, at two looks.</exception>
    /// <exception cref="FinalBlockDisputedException">Not every endpoint could be asked.</exception>
    public async Task JudgeAsync(FinalBlockReplacedException replaced, CancellationToken cancellationToken)
    {
        for (int look = 1; look <= Looks; look++)
        {
            if (look > 1)
            {
                await Pause.ForAsync(secondLookAfter, clock, cancellationToken);
            }

            Dictionary<ChainEndpoint, Testimony> heard = [];
            foreach (ChainEndpoint endpoint in endpoints.Where(endpoint => endpoint.Health.Exclusion is null))
            {
                heard[endpoint] = await HearAsync(endpoint, replaced.Ours, cancellationToken);
            }

            if (heard.ContainsValue(Testimony.Confirms))
            {
                return;
            }

            if (heard.ContainsValue(Testimony.Silent))
            {
                throw new FinalBlockDisputedException(
                    replaced.Ours, [.. heard.Where(one => one.Value == Testimony.Silent).Select(one => one.Key.Health.Name)]);
            }
        }

        throw replaced;
    }

    private static async Task<Testimony> HearAsync(ChainEndpoint endpoint, BlockRef ours, CancellationToken cancellationToken)
    {
        try
        {
            BlockHeader? theirs = await endpoint.Source.ReadFinalHeaderAsync(ours.Number, cancellationToken);
            return theirs is null ? Testimony.Silent : theirs.Hash == ours.Hash ? Testimony.Confirms : Testimony.Denies;
        }
        catch (EthereumRpcException error)
        {
            endpoint.Health.Failed(error);
            return Testimony.Silent;
        }
    }
}
