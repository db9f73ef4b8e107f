using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>What payments the operator wants, read whole from one file. It never changes while the gateway runs.</summary>
/// <remarks>
/// It is asked before a payment: when a payment request is made, and when a payer asks how to pay. Money that arrived on the chain
/// all the same is the payee's and is credited; no rule takes it back.
/// </remarks>
public sealed record Policy
{
    /// <summary>The version of the file's form that this program reads.</summary>
    public const int Version = 1;

    /// <summary>SHA-256 of the file, byte for byte, as <c>sha256sum</c> prints it.</summary>
    public required string Hash { get; init; }

    /// <summary>The tokens that may be paid with, each with its limits. A token that does not stand here is refused.</summary>
    public required IReadOnlyList<TokenPolicy> Tokens { get; init; }

    /// <summary>How many payments there may be in a day.</summary>
    public PerParty<long> PaymentsPerDay { get; init; }

    /// <summary>How fast one payer may pay; null for as fast as he likes.</summary>
    public Velocity? Velocity { get; init; }

    /// <summary>Who may not pay.</summary>
    public IReadOnlySet<Address> DeniedPayers { get; init; } = new HashSet<Address>();

    /// <summary>Who may not be paid.</summary>
    public IReadOnlySet<Address> DeniedPayees { get; init; } = new HashSet<Address>();

    /// <summary>Whose payments must be summed up to follow the policy.</summary>
    public IReadOnlyList<PartyKind> SummedParties =>
    [
        .. Enum.GetValues<PartyKind>().Where(kind => PaymentsPerDay.Of(kind) is not null || Tokens.Any(token => token.AmountPerDay.Of(kind) is not null)
            || (kind == PartyKind.Payer && Velocity is not null) || (kind == PartyKind.Creator && Tokens.Any(token => token.Fee is not null))),
    ];

    /// <summary>The rules of a token; null when it may not be paid with.</summary>
    public TokenPolicy? Find(Token token) => Tokens.FirstOrDefault(own => own.Token.ChainId == token.ChainId && own.Token.Address == token.Address);
}
