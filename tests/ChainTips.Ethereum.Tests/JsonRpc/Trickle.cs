namespace ChainTips.Ethereum.Tests.JsonRpc;

/// <summary>A stream that gives so many bytes at a time, and may break off at its end.</summary>
internal sealed class Trickle(byte[] bytes, int atOnce) : MemoryStream(bytes)
{
    public bool BreaksOff { get; init; }

    public override bool CanSeek => false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = Read(buffer.Span[..Math.Min(atOnce, buffer.Length)]);
        return read > 0 || !BreaksOff ? ValueTask.FromResult(read) : throw new IOException("Connection reset");
    }
}
