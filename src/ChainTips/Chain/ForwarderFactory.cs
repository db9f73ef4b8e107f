using System.Buffers.Binary;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Transactions;
using ChainTips.Money;

namespace ChainTips.Chain;

/// <summary>The contract <c>ForwarderFactory</c> on a chain: where the deposit address of a payment request is, and how it is swept.</summary>
/// <remarks>
/// An address follows from the factory, the payment reference and the split alone (EIP-1014), so it is known before
/// anything is deployed, and no node is asked for it.
/// </remarks>
/// <param name="Address">The factory's address.</param>
public sealed record ForwarderFactory(Address Address)
{
    /// <summary>The bytes of a clone's own code, before its arguments.</summary>
    private const int CloneLength = 45;

    /// <summary>The bytes of a share among the arguments: 20 of the payee, 2 of the basis points.</summary>
    private const int ShareLength = Address.Length + sizeof(ushort);

    /// <summary>Returns the code that follows, whose length comes before this; then the code, up to the shared code's address.</summary>
    private static readonly byte[] CloneStart = Hex.Parse("0x3d81600a3d39f3363d3d373d3d3d363d73");

    /// <summary>The code after the shared code's address: answers what the shared code answers.</summary>
    private static readonly byte[] CloneEnd = Hex.Parse("0x5af43d82803e903d91602b57fd5bf3");

    private static readonly AbiFunction DeployFunction =
        AbiFunction.Parse("function deploy(bytes32 paymentReference, (address payee, uint16 basisPoints)[] shares)");

    private static readonly AbiFunction DeployAndSweepFunction = AbiFunction.Parse(
        "function deployAndSweep(bytes32 paymentReference, (address payee, uint16 basisPoints)[] shares, address token)");

    private static readonly AbiFunction SweepFunction = AbiFunction.Parse("function sweep(address token)");

    /// <summary>The code that its forwarders share: the first contract that the factory made (EIP-161: with nonce 1).</summary>
    public Address Implementation { get; } = ContractAddress.Create(Address, 1);

    /// <summary>The deposit address of a payment reference that is paid to this split.</summary>
    /// <exception cref="ArgumentException">A payee is the factory or the shared code, which could not give the money on.</exception>
    public Address ForwarderOf(Hash32 paymentReference, Split split)
    {
        foreach (Share share in split.Shares)
        {
            if (share.Payee == Address || share.Payee == Implementation)
            {
                throw new ArgumentException(
                    $"The payee {share.Payee} is the forwarder factory or its shared code, where the money would be lost. Name an account.",
                    nameof(split));
            }
        }

        return ContractAddress.Create2(Address, paymentReference, Keccak256.Hash(InitCode(split)));
    }

    /// <summary>The call to the factory that deploys a forwarder, or does nothing where it stands already.</summary>
    public static byte[] DeployCall(Hash32 paymentReference, Split split) =>
        DeployFunction.EncodeCall([ValueOf(paymentReference), ValueOf(split)]);

    /// <summary>The call to the factory that deploys a forwarder where none stands, and sweeps it.</summary>
    /// <param name="paymentReference">The payment reference.</param>
    /// <param name="split">Who is paid.</param>
    /// <param name="token">What to sweep; the zero address is native coin.</param>
    public static byte[] DeployAndSweepCall(Hash32 paymentReference, Split split, Address token) =>
        DeployAndSweepFunction.EncodeCall([ValueOf(paymentReference), ValueOf(split), new AbiValue.Account(token)]);

    /// <summary>The call that sweeps a forwarder that is deployed.</summary>
    /// <param name="token">What to sweep; the zero address is native coin.</param>
    public static byte[] SweepCall(Address token) => SweepFunction.EncodeCall([new AbiValue.Account(token)]);

    private static AbiValue.Bytes ValueOf(Hash32 hash) => new(hash.ToArray());

    private static AbiValue.List ValueOf(Split split) => new([.. split.Shares.Select(
        share => new AbiValue.List([new AbiValue.Account(share.Payee), new AbiValue.Number(share.BasisPoints)]))]);

    /// <summary>What creates a forwarder: a clone as in ERC-1167 that carries its split behind its code.</summary>
    private byte[] InitCode(Split split)
    {
        int codeLength = CloneLength + (split.Shares.Count * ShareLength);
        return
        [
            0x61, .. BigEndian(codeLength), .. CloneStart, .. Implementation.ToArray(), .. CloneEnd,
            .. split.Shares.SelectMany<Share, byte>(share => [.. share.Payee.ToArray(), .. BigEndian(share.BasisPoints)]),
        ];
    }

    private static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}
