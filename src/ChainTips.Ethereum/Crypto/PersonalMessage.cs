using System.Buffers;
using System.Buffers.Text;
using System.Text;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>What wallets sign for <c>personal_sign</c>: EIP-191, version 0x45 (E).</summary>
public static class PersonalMessage
{
    private const int MaxDigits = 10;
    private const int StackLimit = 512;

    private static ReadOnlySpan<byte> Prefix => "\u0019Ethereum Signed Message:\n"u8;

    /// <summary>The hash of the prefix, the length in decimal digits, and the message.</summary>
    public static Hash32 Digest(ReadOnlySpan<byte> message)
    {
        int capacity = checked(Prefix.Length + MaxDigits + message.Length);
        byte[]? rented = capacity > StackLimit ? ArrayPool<byte>.Shared.Rent(capacity) : null;
        try
        {
            Span<byte> signed = rented ?? stackalloc byte[StackLimit];
            Prefix.CopyTo(signed);
            Utf8Formatter.TryFormat(message.Length, signed[Prefix.Length..], out int digits);
            int start = Prefix.Length + digits;
            message.CopyTo(signed[start..]);
            return Keccak256.Hash(signed[..(start + message.Length)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>The digest of a text's UTF-8 bytes.</summary>
    public static Hash32 DigestUtf8(string message) => Digest(Encoding.UTF8.GetBytes(message));
}
