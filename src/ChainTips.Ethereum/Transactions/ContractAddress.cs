using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Transactions;

/// <summary>The addresses at which contracts come to be.</summary>
public static class ContractAddress
{
    /// <summary>The byte that keeps addresses of EIP-1014 apart from those of a nonce.</summary>
    private const byte Create2Marker = 0xff;

    /// <summary>Where an account creates a contract with a transaction or CREATE (Yellow Paper, section 7).</summary>
    public static Address Create(Address deployer, ulong nonce)
    {
        RlpWriter writer = new();
        int list = writer.BeginList();
        writer.Write(deployer).Write(nonce).EndList(list);
        return FromHash(writer.Written);
    }

    /// <summary>Where CREATE2 makes a contract, which depends on its code and not on a nonce (EIP-1014).</summary>
    public static Address Create2(Address deployer, Hash32 salt, Hash32 initCodeHash)
    {
        Span<byte> input = stackalloc byte[1 + Address.Length + Hash32.Length + Hash32.Length];
        input[0] = Create2Marker;
        deployer.CopyTo(input[1..]);
        salt.CopyTo(input[(1 + Address.Length)..]);
        initCodeHash.CopyTo(input[(1 + Address.Length + Hash32.Length)..]);
        return FromHash(input);
    }

    private static Address FromHash(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[Hash32.Length];
        Keccak256.Hash(input, hash);
        return Address.FromBytes(hash[^Address.Length..]);
    }
}
