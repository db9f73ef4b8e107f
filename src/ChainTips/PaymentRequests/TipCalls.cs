using System.Numerics;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.PaymentRequests;

/// <summary>Calldata for the ways to pay: of the tipping contract <c>TipRouter</c>, and of the token.</summary>
public static class TipCalls
{
    private const string Parts = "(address payee,uint256 amount,bytes32 paymentReference)[] tips";

    private static readonly AbiFunction TipMany = AbiFunction.Parse($"function tipMany(address token,{Parts})");

    private static readonly AbiFunction TipManyPermitted =
        AbiFunction.Parse($"function tipManyWithPermit(address token,{Parts},uint256 deadline,uint8 v,bytes32 r,bytes32 s)");

    private static readonly AbiFunction TipAuthorized = AbiFunction.Parse(
        $"function tipWithAuthorization(address token,{Parts},uint256 fee,address feeReceiver,address payer,uint256 validBefore,bytes32 salt,bytes signature)");

    private static readonly AbiFunction TipPermitted2 = AbiFunction.Parse(
        $"function tipWithPermit2(address token,{Parts},uint256 fee,address feeReceiver,address payer,uint256 nonce,uint256 validBefore,bytes32 salt,bytes signature)");

    /// <summary>Lets a contract move an amount of the caller's (ERC-20).</summary>
    public static byte[] Approve(Address spender, UInt128 baseUnits) =>
        new AbiWriter().Write(spender).Write((UInt256)baseUnits).ToCall("approve(address,uint256)");

    /// <summary>Tips out of the caller's allowance: one payee by <c>tip</c>, several by <c>tipMany</c>.</summary>
    public static byte[] Tip(Address token, IReadOnlyList<TipPart> parts) => parts is [TipPart one]
        ? new AbiWriter().Write(token).Write(one.Payee).Write((UInt256)one.BaseUnits).Write(one.Reference).ToCall("tip(address,address,uint256,bytes32)")
        : TipMany.EncodeCall([new AbiValue.Account(token), ValueOf(parts)]);

    /// <summary>Tips out of the caller's allowance, with the permit for it (ERC-2612) in the same call.</summary>
    /// <param name="token">The token.</param>
    /// <param name="parts">Who is paid.</param>
    /// <param name="deadline">The permit's deadline, seconds since 1970.</param>
    /// <param name="signature">The permit's signature by the caller: r, s and v, 65 bytes.</param>
    /// <exception cref="ArgumentException">The signature has another length.</exception>
    public static byte[] TipWithPermit(Address token, IReadOnlyList<TipPart> parts, UInt256 deadline, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 65)
        {
            throw new ArgumentException($"A permit is signed with 65 bytes, r, s and v, and this signature has {signature.Length}.", nameof(signature));
        }

        Hash32 r = Hash32.FromBytes(signature[..32]);
        Hash32 s = Hash32.FromBytes(signature[32..64]);

        // Some wallets write the recovery id as 0 or 1, where the token's ecrecover takes 27 or 28.
        int v = signature[64] < 27 ? signature[64] + 27 : signature[64];
        return parts is [TipPart one]
            ? new AbiWriter().Write(token).Write(one.Payee).Write((UInt256)one.BaseUnits).Write(one.Reference)
                .Write(deadline).Write((UInt256)(ulong)v).Write(r).Write(s)
                .ToCall("tipWithPermit(address,address,uint256,bytes32,uint256,uint8,bytes32,bytes32)")
            : TipManyPermitted.EncodeCall(
                [new AbiValue.Account(token), ValueOf(parts), ValueOf(deadline), new AbiValue.Number(v), ValueOf(r), ValueOf(s)]);
    }

    /// <summary>The call that brings an authorization (EIP-3009) to the chain; anybody may send it.</summary>
    /// <param name="terms">The terms, whose hash is the nonce that was signed.</param>
    /// <param name="payer">Who signed.</param>
    /// <param name="signature">His signature, of a key or of a contract.</param>
    public static byte[] Authorized(PaymentTerms terms, Address payer, ReadOnlyMemory<byte> signature) => terms.IsRouted
        ? TipAuthorized.EncodeCall(
        [
            new AbiValue.Account(terms.Token), ValueOf(terms), ValueOf(terms.Fee), new AbiValue.Account(terms.FeeReceiver), new AbiValue.Account(payer),
            ValueOf(terms.ValidBefore), ValueOf(terms.Salt), new AbiValue.Bytes(signature),
        ])
        : new AbiWriter().Write(payer).Write(terms.Payees[0]).Write(terms.Amounts[0]).Write(UInt256.Zero).Write(terms.ValidBefore).Write(terms.Hash())
            .WriteBytes(signature)
            .ToCall("transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)");

    /// <summary>The call that brings a transfer by Permit2 to the chain; anybody may send it.</summary>
    /// <param name="terms">The terms, whose hash is the witness.</param>
    /// <param name="payer">Who signed.</param>
    /// <param name="nonce">The nonce of Permit2 that he signed.</param>
    /// <param name="signature">His signature.</param>
    public static byte[] Permitted2(PaymentTerms terms, Address payer, UInt256 nonce, ReadOnlyMemory<byte> signature) => TipPermitted2.EncodeCall(
    [
        new AbiValue.Account(terms.Token), ValueOf(terms), ValueOf(terms.Fee), new AbiValue.Account(terms.FeeReceiver), new AbiValue.Account(payer),
        ValueOf(nonce), ValueOf(terms.ValidBefore), ValueOf(terms.Salt), new AbiValue.Bytes(signature),
    ]);

    private static AbiValue.List ValueOf(PaymentTerms terms) => new([.. terms.Payees.Select(
        (payee, i) => new AbiValue.List([new AbiValue.Account(payee), ValueOf(terms.Amounts[i]), ValueOf(terms.References[i])]))]);

    private static AbiValue.List ValueOf(IReadOnlyList<TipPart> parts) => new([.. parts.Select(
        part => new AbiValue.List([new AbiValue.Account(part.Payee), ValueOf((UInt256)part.BaseUnits), ValueOf(part.Reference)]))]);

    private static AbiValue.Bytes ValueOf(Hash32 word) => new(word.ToArray());

    private static AbiValue.Number ValueOf(UInt256 number)
    {
        Span<byte> word = stackalloc byte[UInt256.Length];
        number.WriteBigEndian(word);
        return new AbiValue.Number(new BigInteger(word, isUnsigned: true, isBigEndian: true));
    }
}
