using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChainTips.Ethereum.Webhooks;

/// <summary>The symmetric key of one webhook endpoint (Standard Webhooks 1.0, "Signature scheme").</summary>
/// <remarks>It shows itself nowhere: <see cref="object.ToString"/> names only the type.</remarks>
public sealed class WebhookSecret
{
    /// <summary>What every secret begins with.</summary>
    public const string Prefix = "whsec_";

    private const int LeastBytes = 24;
    private const int MostBytes = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key)
    {
        _key = key;
    }

    /// <summary>
    /// Reads <c>whsec_</c> and the base64 of 24 to 64 bytes, or throws <see cref="FormatException"/>.
    /// </summary>
    public static WebhookSecret Parse(string text) =>
        TryParse(text, out WebhookSecret? secret, out string? error) ? secret : throw new FormatException(error);

    /// <summary>Reads <c>whsec_</c> and the base64 of 24 to 64 bytes; the error does not show the secret.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out WebhookSecret? secret, [NotNullWhen(false)] out string? error)
    {
        secret = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            error = $"The webhook secret does not begin with {Prefix}.";
            return false;
        }

        if (!StrictBase64.TryDecode(text[Prefix.Length..], out byte[]? key))
        {
            error = $"The webhook secret has no base64 after {Prefix}.";
            return false;
        }

        bool isLong = key.Length is >= LeastBytes and <= MostBytes;
        secret = isLong ? new WebhookSecret(key) : null;
        error = isLong
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The webhook secret has {key.Length} bytes; it must have {LeastBytes} to {MostBytes}.");
        return isLong;
    }

    /// <summary>HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
    internal byte[] Mac(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using IncrementalHash mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        mac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
