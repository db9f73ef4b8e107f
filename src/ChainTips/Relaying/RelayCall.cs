using System.Numerics;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;

namespace ChainTips.Relaying;

/// <summary>The call that brings signed authorizations to the chain.</summary>
/// <param name="To">The contract.</param>
/// <param name="Data">Selector and arguments.</param>
public sealed record RelayCall(Address To, ReadOnlyMemory<byte> Data)
{
    // EIP-3009, with the signature as bytes: the form that takes those of contracts too (FiatTokenV2_2).
    private const string Transfer = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)";

    private static readonly AbiFunction Routed = AbiFunction.Parse(
        "tipWithAuthorization(address token,(address payee,uint256 amount,bytes32 paymentReference)[] tips,uint256 fee,address feeReceiver,address payer,uint256 validBefore,bytes32 salt,bytes signature)");

    private static readonly AbiFunction Batched = AbiFunction.Parse(
        "tipWithAuthorizations(address token,(address payer,address payee,uint256 amount,bytes32 paymentReference,uint256 validBefore,bytes32 salt,bytes signature)[] authorizations)");

    /// <summary>The call for one authorization.</summary>
    public static RelayCall Of(SignedAuthorization authorization) => authorization.IsThroughRouter
        ? OfRouted(authorization)
        : OfTransfer(authorization);

    /// <summary>The call for several, each of which fails alone: all of one token, and of one payee without fee.</summary>
    /// <exception cref="ArgumentException">One is of another kind, or there is none.</exception>
    public static RelayCall OfSeveral(IReadOnlyList<SignedAuthorization> authorizations)
    {
        if (authorizations.Count == 0 || authorizations.Any(one => one.IsThroughRouter || one.Terms.Token != authorizations[0].Terms.Token))
        {
            throw new ArgumentException(
                $"{authorizations.Count} authorizations cannot go into one call: all must pay one payee without fee, in one token.", nameof(authorizations));
        }

        PaymentTerms first = authorizations[0].Terms;
        return new RelayCall(first.Router, Batched.EncodeCall([Account(first.Token), new AbiValue.List([.. authorizations.Select(ItemOf)])]));
    }

    private static RelayCall OfTransfer(SignedAuthorization authorization)
    {
        PaymentTerms terms = authorization.Terms;
        byte[] data = new AbiWriter()
            .Write(authorization.Payer)
            .Write(authorization.FirstReceiver)
            .Write((UInt256)authorization.Total)
            .Write(UInt256.Zero)
            .Write(terms.ValidBefore)
            .Write(authorization.Nonce)
            .WriteBytes(authorization.Signature)
            .ToCall(Transfer);
        return new RelayCall(terms.Token, data);
    }

    private static RelayCall OfRouted(SignedAuthorization authorization)
    {
        PaymentTerms terms = authorization.Terms;
        AbiValue[] tips =
        [
            .. terms.Payees.Select((payee, i) => new AbiValue.List([Account(payee), Number(terms.Amounts[i]), Word(terms.References[i])])),
        ];
        return new RelayCall(terms.Router, Routed.EncodeCall(
        [
            Account(terms.Token), new AbiValue.List(tips), Number(terms.Fee), Account(terms.FeeReceiver), Account(authorization.Payer),
            Number(terms.ValidBefore), Word(terms.Salt), new AbiValue.Bytes(authorization.Signature),
        ]));
    }

    private static AbiValue.List ItemOf(SignedAuthorization authorization)
    {
        PaymentTerms terms = authorization.Terms;
        return new AbiValue.List(
        [
            Account(authorization.Payer), Account(terms.Payees[0]), Number(terms.Amounts[0]), Word(terms.References[0]),
            Number(terms.ValidBefore), Word(terms.Salt), new AbiValue.Bytes(authorization.Signature),
        ]);
    }

    private static AbiValue.Account Account(Address address) => new(address);

    private static AbiValue.Bytes Word(Hash32 word) => new(word.ToArray());

    private static AbiValue.Number Number(UInt256 number)
    {
        Span<byte> word = stackalloc byte[UInt256.Length];
        number.WriteBigEndian(word);
        return new AbiValue.Number(new BigInteger(word, isUnsigned: true, isBigEndian: true));
    }
}
