namespace ChainTips.Ethereum.SignIn;

/// <summary>What the site that asked for a sign-in expects of the message.</summary>
/// <param name="Time">The time of the site.</param>
/// <param name="Domain">Its own domain; null to accept any, which leaves users open to phishing.</param>
/// <param name="Nonce">The nonce that it gave; null to accept any, which leaves it open to replays.</param>
public sealed record SignInExpectation(InternetTime Time, string? Domain, string? Nonce);
