using System.Diagnostics;
using System.Text.Json;
using ChainTips.Ethereum.SignIn;

namespace ChainTips.Server.Tools;

/// <summary>Messages of Sign-In with Ethereum (EIP-4361).</summary>
internal static class SignInTools
{
    /// <summary>The fields of a message; those that it does not have are left out.</summary>
    public static void Parse(ToolInput input, Utf8JsonWriter output)
    {
        SignInMessage message = SignInMessage.Parse(input.Text("message"));
        WriteIfThere(output, "scheme", message.Scheme);
        output.WriteString("domain", message.Domain);
        output.WriteString("address", message.Address.ToString());
        WriteIfThere(output, "statement", message.Statement);
        output.WriteString("uri", message.Uri);
        output.WriteString("version", SignInMessage.Version);
        output.WriteString("chainId", message.ChainId.ToString());
        output.WriteString("nonce", message.Nonce);
        output.WriteString("issuedAt", message.IssuedAt.Text);
        WriteIfThere(output, "expirationTime", message.ExpirationTime?.Text);
        WriteIfThere(output, "notBefore", message.NotBefore?.Text);
        WriteIfThere(output, "requestId", message.RequestId);
        if (message.Resources is null)
        {
            return;
        }

        output.WriteStartArray("resources");
        foreach (string resource in message.Resources)
        {
            output.WriteStringValue(resource);
        }

        output.WriteEndArray();
    }

    /// <summary>
    /// The account that signed a message, if it is the one in it and the rest is as expected; the time is now if not
    /// given.
    /// </summary>
    public static void Verify(ToolInput input, Utf8JsonWriter output)
    {
        InternetTime time = input.Has("time")
            ? InternetTime.Parse(input.Text("time"))
            : InternetTime.Of(TimeProvider.System.GetUtcNow());
        SignInExpectation expectation = new(time, Optional(input, "domain"), Optional(input, "nonce"));
        SignInResult result =
            SignInVerifier.Verify(input.Text("message"), input.Bytes("signature"), expectation);
        output.WriteString("address", result switch
        {
            SignInResult.Accepted accepted => accepted.Message.Address.ToString(),
            SignInResult.Refused refused => throw new FormatException(refused.Error),
            _ => throw new UnreachableException(),
        });
    }

    private static string? Optional(ToolInput input, string member) =>
        input.Has(member) ? input.Text(member) : null;

    private static void WriteIfThere(Utf8JsonWriter output, string name, string? value)
    {
        if (value is not null)
        {
            output.WriteString(name, value);
        }
    }
}
