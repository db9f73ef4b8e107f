using System.Numerics;

namespace ChainTips.Simulation.Oracle;

/// <summary>What a payment reference was given out for.</summary>
/// <param name="Reference">The 32 bytes on the chain.</param>
/// <param name="Payee">Who must receive the money.</param>
/// <param name="Token">The token that is asked for; null for a post, which takes each that is allowed.</param>
/// <param name="Least">The least amount in base units.</param>
/// <param name="Most">The most.</param>
internal sealed record PlainSubject(string Reference, string Payee, string? Token, BigInteger Least, BigInteger Most);

/// <summary>The little world in which a simulation plays.</summary>
/// <param name="Router">The contract whose <c>TipSent</c> counts.</param>
/// <param name="Tokens">The tokens that count.</param>
/// <param name="Subjects">Everything that has a payment reference.</param>
internal sealed record PlainWorld(string Router, IReadOnlyList<string> Tokens, IReadOnlyList<PlainSubject> Subjects);
