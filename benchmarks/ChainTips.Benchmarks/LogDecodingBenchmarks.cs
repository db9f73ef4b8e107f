using BenchmarkDotNet.Attributes;
using ChainTips.Benchmarks.Samples;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Benchmarks;

/// <summary>From the topics and data of a log to what it says.</summary>
public class LogDecodingBenchmarks
{
    private readonly AbiEvent _event = AbiEvent.Parse(
        "event TipSent(bytes32 indexed paymentReference, address indexed payer, address indexed payee, "
        + "address token, uint256 amount, uint256 fee)");

    private readonly ChainLog _transfer = SampleLogs.Transfer(1, 0);
    private readonly ChainLog _tip = SampleLogs.TipSent(1, 1);
    private readonly Hash32[] _topics = [.. SampleLogs.TipSent(1, 1).Topics];

    /// <summary>Refuses to measure what is wrong.</summary>
    [GlobalSetup]
    public void Check()
    {
        if (!ReadTip() || DecodeTip() is null || DecodeTransfer() is null || DecodeByDeclaration() is null)
        {
            throw new InvalidOperationException("A log of the sample is not decoded.");
        }
    }

    /// <summary>Into values on the stack.</summary>
    [Benchmark(Description = "TipSent, AbiReader alone")]
    public bool ReadTip() => TipWords.TryRead(_topics, _tip.Data.Span, out _);

    /// <summary>Into a record on the heap.</summary>
    [Benchmark(Description = "TipSent.Decode")]
    public TipSent? DecodeTip() => TipSent.Decode(_tip);

    /// <summary>Into a record on the heap.</summary>
    [Benchmark(Description = "TokenTransfer.Decode")]
    public TokenTransfer? DecodeTransfer() => TokenTransfer.Decode(_transfer);

    /// <summary>By a declaration that is read at run time, which is what viem does.</summary>
    [Benchmark(Description = "TipSent, AbiEvent.TryDecode")]
    public IReadOnlyList<AbiValue>? DecodeByDeclaration() =>
        _event.TryDecode(_topics, _tip.Data, out IReadOnlyList<AbiValue>? values, out _) ? values : null;
}
