using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// Turns a stream of bytes into JSON tokens with a buffer that holds no more than the longest token needs.
/// </summary>
/// <remarks>
/// As strict as the document parser: one value, no comments, no trailing commas, valid UTF-8, bounded depth and bytes.
/// </remarks>
internal sealed class JsonTokenPump(string method, JsonRpcLimits limits) : IDisposable
{
    private const int FirstBytes = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _filled;
    private int _validated;
    private long _total;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = limits.MaxDepth });

    /// <summary>Reads to the end of the stream and hands over every token.</summary>
    public async Task ReadAsync(Stream stream, ITokenReader tokens, CancellationToken cancellationToken)
    {
        bool isFinal = false;
        while (!isFinal)
        {
            // The buffer is filled before it is parsed, so that a long token in small pieces is not scanned for each.
            isFinal = !await FillAsync(stream, cancellationToken);
            RequireUtf8(isFinal);
            Consume(Parse(tokens, isFinal));
        }
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary>Whether the buffer was filled; false at the end of the stream.</summary>
    private async Task<bool> FillAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (_filled < _buffer.Length)
        {
            int read = await stream.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
            if (read == 0)
            {
                return _total > 0 ? false : throw MalformedResponseException.OfAnswer(method, "is empty");
            }

            _filled += read;
            _total += read;
            if (_total > limits.MaxResponseBytes)
            {
                throw new ResponseTooLargeException(method, limits.MaxResponseBytes);
            }
        }

        return true;
    }

    private long Parse(ITokenReader tokens, bool isFinal)
    {
        Utf8JsonReader reader = new(_buffer.AsSpan(0, _filled), isFinal, _state);
        while (TryRead(ref reader))
        {
            tokens.Take(ref reader);
        }

        _state = reader.CurrentState;
        return reader.BytesConsumed;
    }

    private bool TryRead(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException exception)
        {
            throw MalformedResponseException.OfAnswer(method, "is not one strict JSON value", exception);
        }
    }

    private void Consume(long consumed)
    {
        int count = (int)consumed;
        _filled -= count;
        _validated = Math.Max(0, _validated - count);
        byte[] target = count == 0 && _filled == _buffer.Length ? Larger() : _buffer;
        Buffer.BlockCopy(_buffer, count, target, 0, _filled);
        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }
    }

    private byte[] Larger() => _buffer.Length <= Array.MaxLength / 2
        ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2)
        : throw new ResponseTooLargeException(method, limits.MaxResponseBytes);

    /// <remarks>The reader itself looks at UTF-8 only when a string is unescaped.</remarks>
    private void RequireUtf8(bool isFinal)
    {
        ReadOnlySpan<byte> fresh = _buffer.AsSpan(_validated, _filled - _validated);
        ReadOnlySpan<byte> whole = isFinal ? fresh : fresh[..^LengthOfOpenCharacter(fresh)];
        if (!Utf8.IsValid(whole))
        {
            throw MalformedResponseException.OfAnswer(method, "is not UTF-8");
        }

        _validated += whole.Length;
    }

    /// <summary>How many bytes at the end begin a character whose other bytes have not arrived.</summary>
    private static int LengthOfOpenCharacter(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            byte one = bytes[^back];
            int needed = one switch { >= 0xf0 => 4, >= 0xe0 => 3, >= 0xc0 => 2, _ => 1 };
            if (needed > 1 || one < 0x80)
            {
                return needed > back ? back : 0;
            }
        }

        return 0;
    }
}
