using System.Text.Json;
using System.Text.Json.Serialization;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;

namespace ChainTips.Testing;

/// <summary>What the tipping contract made of some calls: <c>contracts/vectors/router.json</c>, which it wrote itself.</summary>
public sealed class RouterCalls
{
    private static readonly Lazy<RouterCalls> File = new(Read);

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public required string Router { get; init; }

    public required string Token { get; init; }

    public required IReadOnlyList<CallVector> Calls { get; init; }

    /// <summary>The committed file.</summary>
    public static RouterCalls Committed => File.Value;

    private static RouterCalls Read()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !System.IO.File.Exists(Path.Combine(directory.FullName, "ChainTips.sln")))
        {
            directory = directory.Parent;
        }

        string root = directory?.FullName ?? throw new InvalidOperationException("ChainTips.sln is not above the built tests.");
        string path = Path.Combine(root, "contracts", "vectors", "router.json");
        return JsonSerializer.Deserialize<RouterCalls>(System.IO.File.ReadAllText(path), Format)
            ?? throw new InvalidDataException($"{path} holds null. Write it anew with `npm run update` in contracts/.");
    }

    /// <summary>A call with what was signed for it and what it logged.</summary>
    public sealed record CallVector(
        string Name, string Function, string Sender, string Calldata, [property: JsonPropertyName("signed")] IReadOnlyList<SignedVector> Signatures, IReadOnlyList<LogVector> Logs)
    {
        /// <summary>The logs, without a place in a receipt.</summary>
        public ChainLog[] ToLogs() =>
            [.. Logs.Select(log => ALog.Of(Address.Parse(log.Address), [.. log.Topics.Select(Hash32.Parse)], Hex.Parse(log.Data)))];

        public override string ToString() => Name;
    }

    public sealed record SignedVector(string Payer, TermsVector Terms, string TermsHash, JsonElement TypedData, string Signature);

    public sealed record LogVector(string Address, IReadOnlyList<string> Topics, string Data);

    public sealed record TermsVector(
        string ChainId, string Router, string Token, string ValidBefore, string Salt, string Fee, string FeeReceiver,
        IReadOnlyList<string> Payees, IReadOnlyList<string> Amounts, IReadOnlyList<string> References)
    {
        public PaymentTerms ToTerms() => new(
            ulong.Parse(ChainId, System.Globalization.CultureInfo.InvariantCulture),
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
