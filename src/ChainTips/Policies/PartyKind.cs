namespace ChainTips.Policies;

/// <summary>Whose payments are summed up.</summary>
public enum PartyKind
{
    /// <summary>Who pays, known by address.</summary>
    Payer,

    /// <summary>Who is paid.</summary>
    Creator,

    /// <summary>The platform that the creator belongs to.</summary>
    Platform,
}
