using System.Globalization;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;

namespace ChainTips.Server.Api;

/// <summary>Refused tips that came too often to be listed one by one.</summary>
/// <param name="Reason">Why, as a stable code such as <c>unknown_reference</c>.</param>
/// <param name="ChainId">The chain.</param>
/// <param name="FirstBlock">The first block of the stretch of blocks that they are counted in.</param>
/// <param name="LastBlock">The last one.</param>
/// <param name="Tips">How many they are.</param>
/// <param name="Token">The token that they moved; null where no transfer is proven.</param>
/// <param name="Amount">What their transfers moved together, in base units; null where none is proven.</param>
internal sealed record CountedRefusalsView(
    string Reason, ulong ChainId, ulong FirstBlock, ulong LastBlock, long Tips, string? Token, string? Amount)
{
    public static CountedRefusalsView Of(CountedRefusals counted)
    {
        bool isProven = counted.Token != Address.Zero;
        return new CountedRefusalsView(
            PaymentRequestView.NameOf(counted.Reason),
            counted.ChainId,
            counted.First.Value,
            counted.First.Value + InboxLimits.Usual.Blocks - 1,
            counted.Tips,
            isProven ? counted.Token.ToString() : null,
            isProven ? counted.BaseUnits.ToString(CultureInfo.InvariantCulture) : null);
    }
}
