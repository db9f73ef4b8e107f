using System.Text.Json;

namespace ChainTips.Ethereum.TypedData;

/// <summary>The type of the domain (EIP-712, "Definition of domainSeparator").</summary>
internal static class DomainType
{
    /// <summary>Its name among the types of a message.</summary>
    public const string Name = "EIP712Domain";

    /// <summary>
    /// All that it may have, in the order of the specification; what is left out is not part of the type.
    /// </summary>
    public static IReadOnlyList<StructField> Fields { get; } =
    [
        StructField.Parse("name", "string"),
        StructField.Parse("version", "string"),
        StructField.Parse("chainId", "uint256"),
        StructField.Parse("verifyingContract", "address"),
        StructField.Parse("salt", "bytes32"),
    ];

    /// <summary>The type of a domain of which only the values are given.</summary>
    public static StructType Of(IReadOnlyDictionary<string, JsonElement> members) =>
        new(Name, [.. Fields.Where(field => members.ContainsKey(field.Name))]);
}
