using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.TypedData;

/// <summary>
/// The hashes of a structured message as wallets are asked to sign it: the JSON of <c>eth_signTypedData_v4</c>
/// (EIP-712).
/// </summary>
/// <remarks>
/// Stricter than wallets, which show members that they do not sign: what has no place in its type is refused, as is
/// a value that does not fit. Where the types lack <c>EIP712Domain</c> it is made of the fields that the domain has.
/// </remarks>
public sealed class TypedMessage
{
    /// <summary>How deep values may be nested.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = MaxDepth + 4 };

    private TypedMessage(string primaryType, string encodedType, Hash32 domainSeparator, Hash32? structHash)
    {
        PrimaryType = primaryType;
        EncodedType = encodedType;
        DomainSeparator = domainSeparator;
        StructHash = structHash ?? domainSeparator;
        Digest = structHash is Hash32 hash
            ? TypedDigest.Of(domainSeparator, hash)
            : TypedDigest.OfDomain(domainSeparator);
    }

    /// <summary>The struct that the message is.</summary>
    public string PrimaryType { get; }

    /// <summary>The definition of that struct and of all structs it refers to (<c>encodeType</c>).</summary>
    public string EncodedType { get; }

    /// <summary>The <c>hashStruct</c> of the domain.</summary>
    public Hash32 DomainSeparator { get; }

    /// <summary>The <c>hashStruct</c> of the message; of the domain if the domain is all there is to sign.</summary>
    public Hash32 StructHash { get; }

    /// <summary>The hash that is signed.</summary>
    public Hash32 Digest { get; }

    /// <summary>
    /// Reads <c>{types, primaryType, domain, message}</c>; the error says which member is wrong and why.
    /// </summary>
    public static bool TryParse(
        string json, [NotNullWhen(true)] out TypedMessage? message, [NotNullWhen(false)] out string? error)
    {
        try
        {
            message = Parse(json);
            error = null;
            return true;
        }
        catch (TypedDataFormatException failure)
        {
            message = null;
            error = failure.Message;
            return false;
        }
    }

    /// <summary>Reads <c>{types, primaryType, domain, message}</c>.</summary>
    /// <exception cref="TypedDataFormatException">A member is wrong; the text says which and why.</exception>
    public static TypedMessage Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Bounded);
            return Parse(document.RootElement);
        }
        catch (JsonException error)
        {
            // Its own text is not passed on, for it quotes as much as the sender likes.
            throw new TypedDataFormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The message is no JSON in line {error.LineNumber + 1}, byte {error.BytePositionInLine}; write an object."),
                error);
        }
        catch (ArgumentException error)
        {
            throw new TypedDataFormatException(
                "The message is no JSON: it has half of a surrogate pair; write whole characters.", error);
        }
    }

    /// <summary>
    /// Reads <c>{types, primaryType, domain, message}</c>; other members of the object are not looked at.
    /// </summary>
    /// <exception cref="TypedDataFormatException">A member is wrong; the text says which and why.</exception>
    public static TypedMessage Parse(JsonElement typedData)
    {
        const string What = "typed data";
        Dictionary<string, JsonElement> parts = JsonMembers.Read(typedData, What);
        TypeTable types = TypeTable.Parse(JsonMembers.Element(parts, "types", What));
        string primaryType = JsonMembers.Text(parts, "primaryType", What);
        JsonElement domainValue = JsonMembers.Element(parts, "domain", What);
        Dictionary<string, JsonElement> domain = JsonMembers.Read(domainValue, "domain");
        JsonElement messageValue = JsonMembers.Element(parts, "message", What);
        Dictionary<string, JsonElement> message = JsonMembers.Read(messageValue, "message");
        if (!types.Has(DomainType.Name))
        {
            domain = domain
                .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                .ToDictionary(member => member.Key, member => member.Value, StringComparer.Ordinal);
            types.Add(DomainType.Of(domain));
        }

        MessageEncoder encoder = new(types);
        Hash32 separator = encoder.Hash(DomainType.Name, domain, "domain");
        Hash32? structHash = primaryType == DomainType.Name
            ? HashNothing(message)
            : encoder.Hash(primaryType, message, "message");
        return new TypedMessage(primaryType, types.Encode(primaryType).Text, separator, structHash);
    }

    /// <summary>A message of the domain's type is the domain alone, so that its members would not be signed.</summary>
    private static Hash32? HashNothing(Dictionary<string, JsonElement> message) => message.Count == 0
        ? null
        : throw new TypedDataFormatException(
            $"The primary type is {DomainType.Name}, so the message must be empty: its members would not be signed.");
}
