namespace ChainTips.Policies;

/// <summary>What the books say of those whom a question is about. What no rule asks for is left at nothing.</summary>
/// <param name="Now">The time at which the question is asked.</param>
public sealed record PolicyFacts(DateTimeOffset Now)
{
    /// <summary>What the payer paid today (UTC).</summary>
    public PaidSum PayerToday { get; init; }

    /// <summary>What the creator was paid today (UTC).</summary>
    public PaidSum CreatorToday { get; init; }

    /// <summary>What was paid on the platform today (UTC).</summary>
    public PaidSum PlatformToday { get; init; }

    /// <summary>How many payments the payer made within the seconds of the velocity.</summary>
    public long PayerLately { get; init; }

    /// <summary>What the creator received this calendar month (UTC) in the token, in base units.</summary>
    public UInt128 CreatorThisMonth { get; init; }

    /// <summary>What one of them paid or was paid today.</summary>
    public PaidSum Today(PartyKind kind) => kind switch
    {
        PartyKind.Payer => PayerToday,
        PartyKind.Creator => CreatorToday,
        PartyKind.Platform => PlatformToday,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such party; name one that is declared."),
    };
}
