using System.Numerics;

namespace ChainTips.Simulation.Oracle;

/// <summary>One log as the one who planned it knows it, before any encoding. Addresses and hashes are lower-case hex.</summary>
internal abstract record PlainEvent
{
    private PlainEvent()
    {
    }

    /// <summary>Money moved: the token's own <c>Transfer</c>.</summary>
    public sealed record Moved(string Token, string From, string To, BigInteger Amount) : PlainEvent;

    /// <summary>Somebody's <c>TipSent</c>, which need not be true.</summary>
    public sealed record Tipped(
        string Emitter, string Reference, string Payer, string Payee, string Token, BigInteger Amount, BigInteger Fee) : PlainEvent;

    /// <summary>A log with the topic of <c>TipSent</c> and not its shape.</summary>
    public sealed record Garbled(string Emitter) : PlainEvent;

    /// <summary>A log that is nobody's business here.</summary>
    public sealed record Noise(string Emitter) : PlainEvent;
}
