using System.Buffers.Binary;
using System.Text;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Hashing;

/// <summary>The 256-bit hash of Ethereum: Keccak as submitted, with its first padding byte 0x01.</summary>
/// <remarks>FIPS 202 (SHA3-256) pads with 0x06, so the platform's SHA3 gives other hashes.</remarks>
public static class Keccak256
{
    /// <summary>Bytes absorbed by one permutation: 200 of state less twice the 32 of output.</summary>
    private const int Rate = 136;

    /// <summary>Hashes bytes of any length.</summary>
    public static Hash32 Hash(ReadOnlySpan<byte> input)
    {
        Span<byte> output = stackalloc byte[Hash32.Length];
        Hash(input, output);
        return Hash32.FromBytes(output);
    }

    /// <summary>Hashes bytes of any length into the first 32 bytes of the output, or throws if it is shorter.</summary>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> output32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(output32.Length, Hash32.Length, nameof(output32));
        KeccakState state = default;
        while (input.Length >= Rate)
        {
            Absorb(ref state, input[..Rate]);
            input = input[Rate..];
        }

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        input.CopyTo(last);
        last[input.Length] = 0x01;
        last[Rate - 1] |= 0x80;
        Absorb(ref state, last);

        for (int i = 0; i < Hash32.Length / sizeof(ulong); i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(output32[(i * sizeof(ulong))..], state[i]);
        }
    }

    /// <summary>Hashes the UTF-8 bytes of a text.</summary>
    public static Hash32 HashUtf8(string text) => Hash(Encoding.UTF8.GetBytes(text));

    private static void Absorb(ref KeccakState state, ReadOnlySpan<byte> block)
    {
        for (int i = 0; i < Rate / sizeof(ulong); i++)
        {
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(i * sizeof(ulong))..]);
        }

        KeccakPermutation.Apply(ref state);
    }
}
