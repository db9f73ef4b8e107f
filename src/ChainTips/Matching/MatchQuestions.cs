using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>What must be looked up to judge the transfers of some blocks: each thing once, so that it takes one question of each kind.</summary>
public sealed class MatchQuestions
{
    /// <summary>Payment references.</summary>
    public HashSet<Hash32> References { get; } = [];

    /// <summary>Nonces of authorizations.</summary>
    public HashSet<Hash32> Nonces { get; } = [];

    /// <summary>Addresses that may be forwarders.</summary>
    public HashSet<Address> Addresses { get; } = [];

    /// <summary>Transfers that may be claimed.</summary>
    public HashSet<LogPosition> Positions { get; } = [];

    /// <summary>Forgets the questions and keeps the memory.</summary>
    public void Clear()
    {
        References.Clear();
        Nonces.Clear();
        Addresses.Clear();
        Positions.Clear();
    }
}
