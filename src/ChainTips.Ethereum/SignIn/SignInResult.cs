namespace ChainTips.Ethereum.SignIn;

/// <summary>What came of a sign-in.</summary>
public abstract record SignInResult
{
    private SignInResult()
    {
    }

    /// <summary>The account of the message signed it, and it is as expected.</summary>
    /// <param name="Message">The message.</param>
    public sealed record Accepted(SignInMessage Message) : SignInResult;

    /// <summary>It is refused.</summary>
    /// <param name="Failure">Why.</param>
    /// <param name="Error">A sentence with the values.</param>
    public sealed record Refused(SignInFailure Failure, string Error) : SignInResult;
}
