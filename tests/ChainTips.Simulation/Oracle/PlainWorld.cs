using System.Numerics;

namespace ChainTips.Simulation.Oracle;

/// <summary>What a payment reference was given out for.</summary>
/// <param name="Reference">The 32 bytes on the chain.</param>
/// <param name="Payee">Who must receive the money, be it as much as was asked for or not, in whatever token that counts.</param>
internal sealed record PlainSubject(string Reference, string Payee);

/// <summary>The little world in which a simulation plays.</summary>
/// <param name="Router">The contract whose <c>TipSent</c> counts.</param>
/// <param name="Tokens">The tokens that count.</param>
/// <param name="Subjects">Everything that has a payment reference.</param>
internal sealed record PlainWorld(string Router, IReadOnlyList<string> Tokens, IReadOnlyList<PlainSubject> Subjects)
{
    /// <summary>Below which amount of a token the credits of a block are booked as one sum; nothing for a token that is not here.</summary>
    public IReadOnlyDictionary<string, BigInteger> SmallBelow { get; init; } = new Dictionary<string, BigInteger>();
}
