using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Following;

/// <summary>How the following of one chain stands, for people and for the readiness check.</summary>
/// <param name="IsVerified">Whether the node was found to serve the chain that is configured.</param>
/// <param name="Heads">The newest blocks that the node reports; null before the first answer.</param>
/// <param name="Cursor">How far the chain was applied; null before the first answer.</param>
/// <param name="LastAnswerAt">When the node last answered without fault.</param>
/// <param name="Finality">The rule in force that says when a block is final; null before the first answer.</param>
/// <param name="IsStale">Whether the node's newest block is too old, so that the chain or the node stands still.</param>
/// <param name="Fault">What is wrong now; null when nothing is.</param>
/// <param name="IsLeading">Whether this gateway follows the chain; otherwise another on the same database does.</param>
internal sealed record ChainStatus(
    bool IsVerified,
    ChainHeads? Heads,
    ChainCursor? Cursor,
    DateTimeOffset? LastAnswerAt,
    string? Finality,
    bool IsStale,
    string? Fault,
    bool IsLeading)
{
    /// <summary>The state before the first answer.</summary>
    public static readonly ChainStatus Unknown = new(false, null, null, null, null, false, "The node has not answered yet.", false);

    /// <summary>The newest block that is final by the rule; null when none is, or before the first answer.</summary>
    public BlockNumber? FinalBlock { get; init; }

    /// <summary>The right to follow the chain, while this gateway has it: also the right to send on it.</summary>
    public ChainLease? Lease { get; init; }

    /// <summary>The past of tokens that were allowed later, which is read before the chain is followed on; null when none is missing.</summary>
    public MissingHistory? Missing { get; init; }

    /// <summary>How many blocks are still to be read for these tokens alone.</summary>
    public ulong MissingBlocks => Missing?.Cursor.Head is BlockRef head && Missing.From <= head.Number
        ? head.Number.Value - Missing.From.Value + 1
        : 0;

    /// <summary>Whether everything that is final was applied.</summary>
    public bool HasAllHistory => Heads is not null && Fault is null && Missing is null && (FinalBlock is null || Cursor?.Next > FinalBlock);

    /// <summary>The number of the newest block that the node reports; null before the first answer.</summary>
    public BlockNumber? NodeHead => Heads?.Head.Number;

    /// <summary>How many blocks the node is ahead of what was applied; null when it is not known.</summary>
    public ulong? LagBlocks => NodeHead is BlockNumber head && Cursor is not null
        ? head >= Cursor.Next ? head.Value - Cursor.Next.Value + 1 : 0
        : null;
}
