namespace ChainTips.Simulation.Network;

/// <summary>The body of an answer, whose bytes the simulation can still look at.</summary>
internal sealed class AnswerBody : ByteArrayContent
{
    /// <summary>A body of these bytes.</summary>
    public AnswerBody(byte[] body)
        : base(body) =>
        Bytes = body;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }
}
