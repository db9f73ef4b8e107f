using ChainTips.Chain;

namespace ChainTips;

/// <summary>What one change did, while it is applied.</summary>
internal sealed class TipCounts
{
    public int Credited { get; set; }

    public int Settled { get; set; }

    public int Voided { get; set; }

    public int Refused { get; set; }

    public int Strangers { get; set; }

    public AppliedUpdate ToUpdate(ChainCursor cursor) => new(cursor, Credited, Settled, Voided, Refused, Strangers);
}
