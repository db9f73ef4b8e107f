using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.SignIn;

/// <summary>Verifies signed messages of EIP-4361 by recovery of the key (EIP-191, version 0x45).</summary>
/// <remarks>Accounts that are contracts are checked on their chain (ERC-1271), not here.</remarks>
public static class SignInVerifier
{
    /// <summary>
    /// Whether the message is well-formed, as expected, valid at the time, and signed by its account.
    /// </summary>
    public static SignInResult Verify(string text, ReadOnlySpan<byte> signature, SignInExpectation expectation)
    {
        if (!SignInMessage.TryParse(text, out SignInMessage? message, out string? error))
        {
            return Refuse(SignInFailure.MalformedMessage, error);
        }

        return Refusal(message, expectation) ?? CheckSignature(text, message, signature);
    }

    private static SignInResult.Refused? Refusal(SignInMessage message, SignInExpectation expected)
    {
        if (expected.Domain is not null && expected.Domain != message.Domain)
        {
            return Refuse(
                SignInFailure.WrongDomain,
                $"The message is for {Excerpt.Quote(message.Domain)}, not {Excerpt.Quote(expected.Domain)}.");
        }

        if (expected.Nonce is not null && expected.Nonce != message.Nonce)
        {
            return Refuse(
                SignInFailure.WrongNonce,
                $"The message has the nonce {Excerpt.Quote(message.Nonce)}, not {Excerpt.Quote(expected.Nonce)}.");
        }

        if (message.ExpirationTime is { } expiration && !expected.Time.IsBefore(expiration))
        {
            return Refuse(SignInFailure.Expired, $"The message expired at {expiration}; it is {expected.Time}.");
        }

        return message.NotBefore is { } start && expected.Time.IsBefore(start)
            ? Refuse(SignInFailure.NotYetValid, $"The message is valid from {start}; it is {expected.Time}.")
            : null;
    }

    private static SignInResult CheckSignature(string text, SignInMessage message, ReadOnlySpan<byte> bytes)
    {
        if (!Signature.TryParse(bytes, out Signature signature, out string? error))
        {
            return Refuse(SignInFailure.MalformedSignature, error);
        }

        Hash32 digest = PersonalMessage.DigestUtf8(text);
        if (!Secp256k1.Default.TryRecover(digest, signature, out Address signer))
        {
            return Refuse(SignInFailure.WrongSignature, "No key makes this signature of this message.");
        }

        return signer == message.Address
            ? new SignInResult.Accepted(message)
            : Refuse(SignInFailure.WrongSignature, $"The message of {message.Address} was signed by {signer}.");
    }

    private static SignInResult.Refused Refuse(SignInFailure failure, string error) => new(failure, error);
}
