using System.Diagnostics.CodeAnalysis;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>A signature of a contract that may not be deployed yet, with the call that deploys it (ERC-6492).</summary>
/// <param name="Factory">Whom to call.</param>
/// <param name="FactoryData">With what.</param>
/// <param name="Inner">The signature for the contract.</param>
public sealed record Erc6492Signature(Address Factory, ReadOnlyMemory<byte> FactoryData, ReadOnlyMemory<byte> Inner)
{
    /// <summary>Length in bytes of the ending that tells such signatures from all others.</summary>
    private const int SuffixLength = 32;

    /// <summary>Whether the bytes end with 0x6492 sixteen times.</summary>
    public static bool IsWrapped(ReadOnlySpan<byte> signature)
    {
        if (signature.Length < SuffixLength)
        {
            return false;
        }

        ReadOnlySpan<byte> suffix = signature[^SuffixLength..];
        for (int i = 0; i < SuffixLength; i += 2)
        {
            if (suffix[i] != 0x64 || suffix[i + 1] != 0x92)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Reads <c>abi.encode(address, bytes, bytes)</c> and the ending; false if the bytes are not just that.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> signature, [NotNullWhen(true)] out Erc6492Signature? wrapped)
    {
        wrapped = null;
        if (!IsWrapped(signature))
        {
            return false;
        }

        AbiReader reader = new(signature[..^SuffixLength]);
        bool isRead = reader.TryReadAddress(out Address factory)
            & reader.TryReadBytes(out ReadOnlySpan<byte> factoryData)
            & reader.TryReadBytes(out ReadOnlySpan<byte> inner);
        wrapped = isRead && reader.AtEnd ? new Erc6492Signature(factory, factoryData.ToArray(), inner.ToArray()) : null;
        return wrapped is not null;
    }

    /// <summary>The bytes as a wallet sends them.</summary>
    public byte[] ToArray()
    {
        byte[] suffix = new byte[SuffixLength];
        for (int i = 0; i < SuffixLength; i += 2)
        {
            suffix[i] = 0x64;
            suffix[i + 1] = 0x92;
        }

        return [.. new AbiWriter().Write(Factory).WriteBytes(FactoryData).WriteBytes(Inner).ToArray(), .. suffix];
    }
}
