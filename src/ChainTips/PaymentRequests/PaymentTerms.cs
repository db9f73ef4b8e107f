using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.PaymentRequests;

/// <summary>All that a payer agrees to, hashed into one word which a signature can carry: the nonce of an authorization (EIP-3009).</summary>
/// <remarks>
/// The hash is the <c>hashStruct</c> of EIP-712. It does not name the payer: a token keeps the nonces of each payer apart.
/// </remarks>
/// <param name="ChainId">The chain.</param>
/// <param name="Router">The tipping contract.</param>
/// <param name="Token">The token's contract.</param>
/// <param name="Payees">Who is paid, at least one.</param>
/// <param name="Amounts">How much each is paid, in base units.</param>
/// <param name="References">What each is paid for.</param>
/// <param name="Fee">What the platform takes beside it, in base units.</param>
/// <param name="FeeReceiver">Who takes the fee; zero when there is none.</param>
/// <param name="ValidBefore">Until when a payment may be made, seconds since 1970; the chain refuses it from then on.</param>
/// <param name="Salt">32 random bytes, so that the same terms can be agreed to twice.</param>
public sealed record PaymentTerms(
    ulong ChainId,
    Address Router,
    Address Token,
    IReadOnlyList<Address> Payees,
    IReadOnlyList<UInt256> Amounts,
    IReadOnlyList<Hash32> References,
    UInt256 Fee,
    Address FeeReceiver,
    UInt256 ValidBefore,
    Hash32 Salt)
{
    /// <summary>The definition of the struct (EIP-712, <c>encodeType</c>).</summary>
    public const string TypeText =
        "Terms(uint256 chainId,address router,address token,address[] payees,uint256[] amounts,bytes32[] references,uint256 fee,address feeReceiver,uint256 validBefore,bytes32 salt)";

    /// <summary>The most that the fee may be of what the payees are paid, in basis points: <c>MAX_FEE_BASIS_POINTS</c> of the tipping contract.</summary>
    public const int MostFeeBasisPoints = 1_000;

    private static readonly Hash32 TypeHash = Keccak256.HashUtf8(TypeText);

    /// <summary>Whether the money goes through the tipping contract; one payee without a fee is paid by the token itself.</summary>
    public bool IsRouted => Payees.Count != 1 || Fee != UInt256.Zero;

    /// <summary>Whom the payer's signature pays: the tipping contract, or the one payee.</summary>
    public Address FirstReceiver => IsRouted ? Router : Payees[0];

    /// <summary>What leaves the payer: what all payees are paid, and the fee.</summary>
    /// <exception cref="OverflowException">It is 2^128 base units or more.</exception>
    public UInt128 Total => Amounts.Prepend(Fee).Aggregate(
        UInt128.Zero,
        (sum, amount) => amount.TryToUInt128(out UInt128 part) ? checked(sum + part) : throw new OverflowException($"The amount {amount} does not fit in 128 bits."));

    /// <summary>The largest fee that the tipping contract takes beside a sum.</summary>
    public static UInt128 MostFeeOf(UInt128 sum) => (sum / 10_000 * MostFeeBasisPoints) + (sum % 10_000 * MostFeeBasisPoints / 10_000);

    /// <summary>The <c>termsHash</c>.</summary>
    public Hash32 Hash()
    {
        StructHasher content = new(TypeHash, stackalloc byte[StructHasher.SizeOf(10)]);
        content.Write((UInt256)ChainId);
        content.Write(Router);
        content.Write(Token);
        content.Write(HashWords(Payees, WriteWord));
        content.Write(HashWords(Amounts, static (amount, word) => amount.WriteBigEndian(word)));
        content.Write(HashWords(References, static (reference, word) => reference.CopyTo(word)));
        content.Write(Fee);
        content.Write(FeeReceiver);
        content.Write(ValidBefore);
        content.Write(Salt);
        return content.ToHash();
    }

    private static void WriteWord(Address address, Span<byte> word) => address.CopyTo(word[(Hash32.Length - Address.Length)..]);

    /// <summary>The hash of an array is that of its encoded elements one after another.</summary>
    private static Hash32 HashWords<T>(IReadOnlyList<T> items, SpanAction<T> write)
    {
        byte[] words = new byte[items.Count * Hash32.Length];
        for (int i = 0; i < items.Count; i++)
        {
            write(items[i], words.AsSpan(i * Hash32.Length, Hash32.Length));
        }

        return Keccak256.Hash(words);
    }

    private delegate void SpanAction<T>(T item, Span<byte> word);
}
