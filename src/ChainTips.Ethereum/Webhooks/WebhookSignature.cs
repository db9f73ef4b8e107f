using System.Globalization;
using System.Security.Cryptography;

namespace ChainTips.Ethereum.Webhooks;

/// <summary>Signs and verifies webhooks (Standard Webhooks 1.0, symmetric scheme <c>v1</c>).</summary>
public static class WebhookSignature
{
    private const string Version = "v1,";
    private const int MacBytes = 32;

    /// <summary>How far the clocks of sender and receiver may differ, either way.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The <c>webhook-signature</c> of a body: <c>v1,</c> and base64.</summary>
    /// <exception cref="FormatException">The id is empty or has a full stop, or the timestamp is negative.</exception>
    public static string Sign(WebhookSecret secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        if (!IsId(id))
        {
            throw new FormatException("A webhook id must not be empty or have a full stop, which ends it when signed.");
        }

        return timestamp >= 0
            ? Version + Convert.ToBase64String(secret.Mac(id, timestamp, body))
            : throw new FormatException("A webhook timestamp must not be negative.");
    }

    /// <summary>Whether one of the space-separated signatures is right and the timestamp recent.</summary>
    /// <param name="secret">The key of the endpoint.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="signatures">The header <c>webhook-signature</c>; other versions in it are passed over.</param>
    /// <param name="now">The time of the receiver.</param>
    public static WebhookVerdict Verify(
        WebhookSecret secret,
        string id,
        string timestamp,
        ReadOnlySpan<byte> body,
        string signatures,
        DateTimeOffset now)
    {
        if (!IsId(id))
        {
            return WebhookVerdict.MalformedId;
        }

        bool isNumber = long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds);
        if (!isNumber || seconds.ToString(CultureInfo.InvariantCulture) != timestamp)
        {
            return WebhookVerdict.MalformedTimestamp;
        }

        long nowSeconds = now.ToUnixTimeSeconds();
        long tolerance = (long)Tolerance.TotalSeconds;
        return seconds < nowSeconds - tolerance ? WebhookVerdict.TooOld
            : seconds > nowSeconds + tolerance ? WebhookVerdict.TooNew
            : VerifyList(secret.Mac(id, seconds, body), signatures);
    }

    /// <remarks>All are compared, so that the time tells nothing about which one is right.</remarks>
    private static WebhookVerdict VerifyList(ReadOnlySpan<byte> expected, string signatures)
    {
        WebhookVerdict verdict = WebhookVerdict.MalformedSignature;
        foreach (string signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!signature.StartsWith(Version, StringComparison.Ordinal)
                || !StrictBase64.TryDecode(signature[Version.Length..], out byte[]? mac)
                || mac.Length != MacBytes)
            {
                continue;
            }

            bool isRight = CryptographicOperations.FixedTimeEquals(mac, expected) || verdict == WebhookVerdict.Genuine;
            verdict = isRight ? WebhookVerdict.Genuine : WebhookVerdict.WrongSignature;
        }

        return verdict;
    }

    private static bool IsId(string id) => id.Length > 0 && !id.Contains('.');
}
