namespace ChainTips.Policies;

/// <summary>A limit for each of those whose payments are summed up. The default value limits nobody.</summary>
/// <typeparam name="T">What is limited.</typeparam>
/// <param name="Payer">For all payments of one payer on a platform; null for no limit.</param>
/// <param name="Creator">For all payments to one creator; null for no limit.</param>
/// <param name="Platform">For all payments of a platform; null for no limit.</param>
public readonly record struct PerParty<T>(T? Payer, T? Creator, T? Platform)
    where T : struct
{
    /// <summary>The limit of one of them.</summary>
    public T? Of(PartyKind kind) => kind switch
    {
        PartyKind.Payer => Payer,
        PartyKind.Creator => Creator,
        PartyKind.Platform => Platform,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such party; name one that is declared."),
    };
}
