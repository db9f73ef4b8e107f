using System.Buffers;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Reads a body into memory up to a limit.</summary>
internal static class WholeBody
{
    private const int ReadBytes = 16 * 1024;
    private const int MostBytesOnPromise = 1024 * 1024;

    /// <summary>The whole body, or <see cref="ResponseTooLargeException"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        string method, HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        RequireAnnounced(method, content, maxBytes);
        long announced = content.Headers.ContentLength ?? 0;
        ArrayBufferWriter<byte> buffer = new((int)Math.Clamp(announced, ReadBytes, MostBytesOnPromise));
        Stream stream = await content.ReadAsStreamAsync(cancellationToken);
        while (true)
        {
            int read = await stream.ReadAsync(buffer.GetMemory(ReadBytes), cancellationToken);
            if (read == 0)
            {
                return buffer.WrittenMemory;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > maxBytes)
            {
                throw new ResponseTooLargeException(method, maxBytes);
            }
        }
    }

    /// <summary>Refuses a body whose announced length is over the limit, before a byte of it is read.</summary>
    public static void RequireAnnounced(string method, HttpContent content, int maxBytes)
    {
        if (content.Headers.ContentLength > maxBytes)
        {
            throw new ResponseTooLargeException(method, maxBytes);
        }
    }
}
