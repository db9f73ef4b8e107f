using System.Text;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.TypedData;

/// <summary>A struct as its message defines it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fields">Its members in order.</param>
internal sealed record StructType(string Name, IReadOnlyList<StructField> Fields)
{
    /// <summary>Length of what <see cref="AppendTo"/> appends, or a little more.</summary>
    public int EncodedLength { get; } =
        Name.Length + 2 + Fields.Sum(field => field.Type.Length + field.Name.Length + 2);

    /// <summary>Appends the name and the members, as <c>encodeType</c> does for each struct.</summary>
    public void AppendTo(StringBuilder text) =>
        text.Append(Name).Append('(').AppendJoin(',', Fields.Select(field => $"{field.Type} {field.Name}")).Append(')');
}

/// <summary>A member of a struct.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as written.</param>
/// <param name="Parsed">Its type.</param>
internal sealed record StructField(string Name, string Type, FieldType Parsed)
{
    /// <summary>Reads a member's name and type.</summary>
    public static StructField Parse(string name, string type) => FieldType.IsMemberName(name)
        ? new StructField(name, type, FieldType.Parse(type))
        : throw new TypedDataFormatException($"A member can't be named {Excerpt.Quote(name)}; write an identifier.");
}
