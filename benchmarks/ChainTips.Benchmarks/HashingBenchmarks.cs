using BenchmarkDotNet.Attributes;
using ChainTips.Benchmarks.Samples;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Benchmarks;

/// <summary>Keccak-256 of a word and of a page of bytes.</summary>
public class HashingBenchmarks
{
    private readonly byte[] _word = Bytes.Word("word").ToArray();
    private readonly byte[] _page = new byte[4096];

    /// <summary>A topic, a trie key or an address is a hash of about so many bytes.</summary>
    [Benchmark(Description = "Keccak-256 of 32 bytes")]
    public Hash32 Word() => Keccak256.Hash(_word);

    /// <summary>31 permutations, which shows the cost of one.</summary>
    [Benchmark(Description = "Keccak-256 of 4,096 bytes")]
    public Hash32 Page() => Keccak256.Hash(_page);
}
