using System.Globalization;
using System.Text;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Benchmarks.Samples;

/// <summary>
/// An answer to <c>eth_getLogs</c> with four <c>TipSent</c> to a <c>Transfer</c>, as go-ethereum writes it.
/// </summary>
/// <remarks>A log takes 762 bytes with its comma on average, so 100,000 of them take 76 MB.</remarks>
internal static class GeneratedLogs
{
    /// <summary>How many logs are measured.</summary>
    public const int FullCount = 100_000;

    /// <summary>How many logs are enough to see that the measurement works.</summary>
    public const int SmokeCount = 1_000;

    private const int LogsPerBlock = 100;
    private const ulong FirstBlock = 30_000_000;

    /// <summary>The question to which <see cref="Answer"/> is the answer.</summary>
    public static readonly LogFilter Question = new(
        new BlockNumber(FirstBlock),
        new BlockNumber(FirstBlock + (FullCount / LogsPerBlock)),
        [SampleLogs.Router, SampleLogs.Token],
        [TipSent.Topic, SampleLogs.TransferTopic]);

    /// <summary>The UTF-8 bytes of the answer to the call with the id 1.</summary>
    public static byte[] Answer(int count)
    {
        StringBuilder json = new("""{"jsonrpc":"2.0","id":1,"result":[""");
        for (int i = 0; i < count; i++)
        {
            json.Append(i == 0 ? string.Empty : ",");
            AppendLog(json, i);
        }

        return Encoding.UTF8.GetBytes(json.Append("]}").ToString());
    }

    private static void AppendLog(StringBuilder json, int number)
    {
        ulong block = FirstBlock + (ulong)(number / LogsPerBlock);
        int index = number % LogsPerBlock;
        ChainLog log = number % 5 == 0 ? SampleLogs.Transfer(number, 0) : SampleLogs.TipSent(number, 0);
        string emitter = log.Address.ToString().ToLowerInvariant();
        string topics = string.Join(',', log.Topics.Select(topic => $"\"{topic}\""));
        json.Append(
            CultureInfo.InvariantCulture,
            $$"""
            {"address":"{{emitter}}","topics":[{{topics}}],"data":"{{Hex.Format(log.Data.Span)}}",
            """);
        json.Append(
            CultureInfo.InvariantCulture,
            $$"""
            "blockNumber":"0x{{block:x}}","transactionHash":"{{Bytes.Word($"transaction {number}")}}",
            """);
        json.Append(
            CultureInfo.InvariantCulture,
            $$"""
            "transactionIndex":"0x{{index:x}}","blockHash":"{{Bytes.Word($"block {block}")}}",
            """);
        json.Append(
            CultureInfo.InvariantCulture,
            $$"""
            "logIndex":"0x{{index:x}}","removed":false}
            """);
    }
}
