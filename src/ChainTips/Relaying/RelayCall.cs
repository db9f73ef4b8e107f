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
    private static readonly AbiFunction Batched = AbiFunction.Parse(
        "tipWithAuthorizations(address token,(address payer,address payee,uint256 amount,bytes32 paymentReference,uint256 validBefore,bytes32 salt,bytes signature)[] authorizations)");

    /// <summary>The call for one authorization.</summary>
    public static RelayCall Of(SignedAuthorization authorization)
    {
        PaymentTerms terms = authorization.Terms;
        return new RelayCall(
            authorization.IsThroughRouter ? terms.Router : terms.Token, TipCalls.Authorized(terms, authorization.Payer, authorization.Signature));
    }

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
