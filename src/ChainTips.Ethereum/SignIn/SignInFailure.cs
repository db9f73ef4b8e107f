namespace ChainTips.Ethereum.SignIn;

/// <summary>Why a sign-in is refused.</summary>
public enum SignInFailure
{
    /// <summary>The text is no message of EIP-4361.</summary>
    MalformedMessage,

    /// <summary>It was made for another domain.</summary>
    WrongDomain,

    /// <summary>It has another nonce than the site gave.</summary>
    WrongNonce,

    /// <summary>It is no longer valid.</summary>
    Expired,

    /// <summary>It is not valid yet.</summary>
    NotYetValid,

    /// <summary>The signature has no form that is accepted.</summary>
    MalformedSignature,

    /// <summary>Another key signed it, or it was changed since.</summary>
    WrongSignature,
}
