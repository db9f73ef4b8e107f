using System.Globalization;
using System.Text;
using System.Text.Json;
using ChainTips.Ethereum.Webhooks;

namespace ChainTips.Server.Tools;

/// <summary>Signatures of webhooks (Standard Webhooks 1.0).</summary>
internal static class WebhookTools
{
    /// <summary>The signature of a body.</summary>
    public static void Sign(ToolInput input, Utf8JsonWriter output)
    {
        WebhookSecret secret = WebhookSecret.Parse(input.Text("secret"));
        byte[] body = Encoding.UTF8.GetBytes(input.Text("body"));
        long timestamp = Seconds(input, "timestamp");
        output.WriteString("signature", WebhookSignature.Sign(secret, input.Text("id"), timestamp, body));
    }

    /// <summary>Whether a webhook is genuine at a time; if it is not, the error says why.</summary>
    public static void Verify(ToolInput input, Utf8JsonWriter output)
    {
        WebhookSecret secret = WebhookSecret.Parse(input.Text("secret"));
        byte[] body = Encoding.UTF8.GetBytes(input.Text("body"));
        string timestamp = Digits(input, "timestamp");
        WebhookVerdict verdict = WebhookSignature.Verify(
            secret, input.Text("id"), timestamp, body, input.Text("signature"), Now(input));
        if (verdict != WebhookVerdict.Genuine)
        {
            throw new FormatException(Reason(verdict));
        }

        output.WriteBoolean("ok", true);
    }

    private static string Reason(WebhookVerdict verdict) => verdict switch
    {
        WebhookVerdict.MalformedId => "id: it is empty or has a full stop.",
        WebhookVerdict.MalformedTimestamp => "timestamp: it is no number of seconds in decimal digits.",
        WebhookVerdict.MalformedSignature => "signature: there is none of the form v1,base64 with 32 bytes.",
        WebhookVerdict.TooOld => "timestamp: it is more than five minutes ago.",
        WebhookVerdict.TooNew => "timestamp: it is more than five minutes ahead.",
        _ => "signature: none was made with this secret over this id, timestamp and body.",
    };

    private static DateTimeOffset Now(ToolInput input)
    {
        long seconds = Seconds(input, "now");
        return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new FormatException("now: it is beyond the year 9999.");
    }

    private static long Seconds(ToolInput input, string member) =>
        long.TryParse(Digits(input, member), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            ? seconds
            : throw new FormatException($"{member}: it is no number of seconds in decimal digits.");

    private static string Digits(ToolInput input, string member) =>
        input.Element(member) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : input.Text(member);
}
