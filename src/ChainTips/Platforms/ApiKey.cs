using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ChainTips.Identity;

namespace ChainTips.Platforms;

/// <summary>What the gateway keeps of an API key: who it speaks for, and a hash of its secret.</summary>
/// <param name="Id">The key's public part.</param>
/// <param name="PlatformId">The platform that the key speaks for.</param>
/// <param name="Name">A name for people.</param>
/// <param name="SecretHash">SHA-256 of the secret, 32 bytes. The secret has 256 random bits, so a plain hash cannot be searched.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">When it stopped to work; null while it works.</param>
public sealed record ApiKey(
    Id<ApiKey> Id,
    Id<Platform> PlatformId,
    string Name,
    ReadOnlyMemory<byte> SecretHash,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt) : IIdentified
{
    private const int SecretBytes = 32;

    /// <inheritdoc/>
    public static string IdPrefix => "key";

    /// <summary>Makes a key; the text is shown once and never kept.</summary>
    /// <returns>The key to keep, and the text <c>key_….SECRET</c> to hand out.</returns>
    public static NewApiKey Create(Id<Platform> platformId, string name, DateTimeOffset now)
    {
        byte[] secret = RandomNumberGenerator.GetBytes(SecretBytes);
        Id<ApiKey> id = IdSource.Random<ApiKey>();
        ApiKey key = new(id, platformId, name, SHA256.HashData(secret), now, null);
        return new NewApiKey(key, $"{id}.{Convert.ToHexStringLower(secret)}");
    }

    /// <summary>Splits the text of a key into its public part and its secret.</summary>
    /// <returns>False when the text is no key at all.</returns>
    public static bool TrySplit(string text, out Id<ApiKey> id, [NotNullWhen(true)] out byte[]? secret)
    {
        secret = null;
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        id = default;
        if (dot < 0 || !Id<ApiKey>.TryParse(text[..dot], out id) || text.Length - dot - 1 != 2 * SecretBytes)
        {
            return false;
        }

        byte[] bytes = new byte[SecretBytes];
        if (Convert.FromHexString(text.AsSpan(dot + 1), bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        secret = bytes;
        return true;
    }

    /// <summary>Whether this key is opened by that secret and works still; takes the same time for every wrong secret.</summary>
    public bool IsOpenedBy(ReadOnlySpan<byte> secret) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(secret), SecretHash.Span) && RevokedAt is null;
}
