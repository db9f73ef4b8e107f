using System.Diagnostics.Metrics;

namespace ChainTips.Chain;

/// <summary>What is counted of the reading of chains, in the meter <c>ChainTips</c>.</summary>
public static class ChainMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "ChainTips";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "chaintips.rpc.requests", "{request}", "HTTP requests to a node, by chain, endpoint and outcome.");

    private static readonly Counter<long> Rejections = Meter.CreateCounter<long>(
        "chaintips.rpc.rejected_answers", "{answer}", "Answers of a node that were not believed, by chain, endpoint and reason.");

    /// <summary>Counts a request.</summary>
    public static void CountRequest(ulong chainId, string endpoint, string outcome) => Requests.Add(
        1, new("chain", chainId), new("endpoint", endpoint), new("outcome", outcome));

    /// <summary>Counts an answer that was not believed.</summary>
    public static void CountRejection(ulong chainId, string endpoint, RejectionReason reason) => Rejections.Add(
        1, new("chain", chainId), new("endpoint", endpoint), new("reason", reason.ToString()));
}
