using BenchmarkDotNet.Attributes;
using ChainTips.Benchmarks.Samples;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Benchmarks;

/// <summary>The proof that a block has a receipt, made of 200 receipts and checked, and the block's hash.</summary>
public class ProofBenchmarks
{
    private const int Proven = 137;

    private readonly IReadOnlyList<ConsensusReceipt> _receipts = SampleBlock.Receipts();
    private IReadOnlyList<ReadOnlyMemory<byte>> _nodes = [];
    private ConsensusHeader? _header;
    private Hash32 _root;

    /// <summary>Makes the proof, and refuses to measure what is wrong.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _root = Root();
        _nodes = Prove();
        _header = SampleBlock.Header(_receipts);
        if (Verify() != InclusionProofFailure.None)
        {
            throw new InvalidOperationException("The proof of the sample does not hold.");
        }
    }

    /// <summary>What checking all of a block's receipts costs.</summary>
    [Benchmark(Description = "receipts root, 200 receipts")]
    public Hash32 Root() => BlockReceipts.Root(_receipts);

    /// <summary>From decoded receipts to the nodes of one.</summary>
    [Benchmark(Description = "inclusion proof, create, 200 receipts")]
    public IReadOnlyList<ReadOnlyMemory<byte>> Prove() => BlockReceipts.Prove(_receipts, Proven);

    /// <summary>What a holder of a payment's receipt does.</summary>
    [Benchmark(Description = "inclusion proof, verify")]
    public InclusionProofFailure Verify() => InclusionProof.Verify(_root, Proven, _nodes, out _);

    /// <summary>A header with the fields of Prague.</summary>
    [Benchmark(Description = "block hash")]
    public Hash32 BlockHash() => _header!.ComputeHash();
}
