using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;

namespace ChainTips.Testing;

/// <summary>Payments through the router as the contracts made them: <c>contracts/vectors/router.json</c>, which they wrote themselves.</summary>
public sealed class RouterVectors
{
    private static readonly Lazy<RouterVectors> File = new(Read);

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public required string Router { get; init; }

    public required string Token { get; init; }

    public required IReadOnlyList<CallVector> Calls { get; init; }

    public required IReadOnlyList<HashedTerms> Terms { get; init; }

    /// <summary>The committed file.</summary>
    public static RouterVectors Committed => File.Value;

    private static RouterVectors Read()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !System.IO.File.Exists(Path.Combine(directory.FullName, "ChainTips.sln")))
        {
            directory = directory.Parent;
        }

        string root = directory?.FullName ?? throw new InvalidOperationException("ChainTips.sln is not above the built tests.");
        string path = Path.Combine(root, "contracts", "vectors", "router.json");
        return JsonSerializer.Deserialize<RouterVectors>(System.IO.File.ReadAllText(path), Format)
            ?? throw new InvalidDataException($"{path} holds null. Write it anew with `npm run update` in contracts/.");
    }

    /// <summary>One transaction, and what its payers had signed.</summary>
    public sealed record CallVector(
        string Name,
        string Function,
        string Calldata,
        [property: JsonPropertyName("signed")] IReadOnlyList<SignedTerms> Signatures,
        IReadOnlyList<LogVector> Logs)
    {
        /// <summary>The logs, without a place in a receipt.</summary>
        public ChainLog[] ToLogs() =>
            [.. Logs.Select(log => ALog.Of(Address.Parse(log.Address), [.. log.Topics.Select(Hash32.Parse)], Hex.Parse(log.Data)))];

        public override string ToString() => Name;
    }

    /// <summary>Terms and the hash that the chain or viem made of them.</summary>
    public sealed record HashedTerms(TermsVector Terms, string TermsHash);

    /// <summary>Terms with who signed them, and what.</summary>
    public sealed record SignedTerms(string Payer, TermsVector Terms, string TermsHash, JsonElement TypedData, string Signature);

    /// <summary>A log of the call.</summary>
    public sealed record LogVector(string Address, IReadOnlyList<string> Topics, string Data);

    /// <summary>Terms as typed data has them, with numbers as decimal text.</summary>
    public sealed record TermsVector(
        string ChainId,
        string Router,
        string Token,
        IReadOnlyList<string> Payees,
        IReadOnlyList<string> Amounts,
        IReadOnlyList<string> References,
        string Fee,
        string FeeReceiver,
        string ValidBefore,
        string Salt)
    {
        public PaymentTerms ToTerms() => new(
            ulong.Parse(ChainId, CultureInfo.InvariantCulture),
            Address.Parse(Router),
            Address.Parse(Token),
            [.. Payees.Select(Address.Parse)],
            [.. Amounts.Select(UInt256.Parse)],
            [.. References.Select(Hash32.Parse)],
            UInt256.Parse(Fee),
            Address.Parse(FeeReceiver),
            UInt256.Parse(ValidBefore),
            Hash32.Parse(Salt));
    }
}
