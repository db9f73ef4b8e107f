using ChainTips.Chain;

namespace ChainTips;

/// <summary>What one change of the chain did, for logs and meters.</summary>
/// <param name="Cursor">How far the chain is applied now.</param>
/// <param name="Credited">How many payments were recorded.</param>
/// <param name="Settled">How many payments became final.</param>
/// <param name="Voided">How many payments left the chain.</param>
/// <param name="Refused">How many tips that concern us were credited to nobody, with the reason in the inbox.</param>
/// <param name="Strangers">How many tips concern nobody here.</param>
public sealed record AppliedUpdate(ChainCursor Cursor, int Credited, int Settled, int Voided, int Refused, int Strangers);
