using System.Text;
using System.Text.Json;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.TypedData;

/// <summary>
/// The structs that a message defines, and their encoding as text (EIP-712, "Definition of encodeType").
/// </summary>
/// <remarks>
/// The encoding of a struct names all that it refers to, so a chain of structs has encodings of quadratic length
/// together: their sum is limited.
/// </remarks>
internal sealed class TypeTable
{
    /// <summary>The characters of all encodings of one message at most; real messages have some hundreds.</summary>
    private const int MaxEncodedLength = 1 << 20;

    private readonly Dictionary<string, StructType> _structs;
    private readonly Dictionary<string, EncodedType> _encoded = new(StringComparer.Ordinal);
    private int _encodedLength;

    private TypeTable(Dictionary<string, StructType> structs)
    {
        _structs = structs;
    }

    /// <summary>Reads <c>{"Person": [{"name": …, "type": …}, …], …}</c>.</summary>
    public static TypeTable Parse(JsonElement types)
    {
        Dictionary<string, StructType> structs = new(StringComparer.Ordinal);
        foreach ((string name, JsonElement fields) in JsonMembers.Read(types, "types"))
        {
            if (!FieldType.IsStructName(name))
            {
                throw new TypedDataFormatException(
                    $"A struct can't be named {Excerpt.Quote(name)}; write an identifier that is not a value type.");
            }

            structs.Add(name, new StructType(name, ParseFields(name, fields)));
        }

        return new TypeTable(structs);
    }

    /// <summary>Whether a struct of this name is defined.</summary>
    public bool Has(string name) => _structs.ContainsKey(name);

    /// <summary>Adds a struct that the message left to be derived.</summary>
    public void Add(StructType type) => _structs.Add(type.Name, type);

    /// <summary>The struct of this name.</summary>
    public StructType Find(string name) => _structs.TryGetValue(name, out StructType? type)
        ? type
        : throw new TypedDataFormatException(
            $"The struct {Excerpt.Quote(name)} is used and not among the types; define it.");

    /// <summary>The encoding of a struct as text, and what follows from it.</summary>
    public EncodedType Encode(string name)
    {
        if (!_encoded.TryGetValue(name, out EncodedType? encoded))
        {
            encoded = EncodeAnew(Find(name));
            _encoded.Add(name, encoded);
        }

        return encoded;
    }

    private EncodedType EncodeAnew(StructType primary)
    {
        SortedDictionary<string, StructType> others = new(StringComparer.Ordinal);
        bool isRecursive = false;
        Stack<StructType> open = new([primary]);
        while (open.TryPop(out StructType? type))
        {
            _encodedLength += type.EncodedLength;
            if (_encodedLength > MaxEncodedLength)
            {
                throw new TypedDataFormatException(
                    "The types refer to each other so often that their encodings are too long; define fewer.");
            }

            foreach (StructField field in type.Fields)
            {
                if (field.Parsed.Innermost is not FieldType.Struct reference)
                {
                    continue;
                }

                isRecursive |= reference.Name == primary.Name;
                StructType referred = Find(reference.Name);
                if (reference.Name != primary.Name && others.TryAdd(reference.Name, referred))
                {
                    open.Push(referred);
                }
            }
        }

        StringBuilder text = new();
        primary.AppendTo(text);
        foreach (StructType other in others.Values)
        {
            other.AppendTo(text);
        }

        string encoding = text.ToString();
        return new EncodedType(primary, encoding, Keccak256.HashUtf8(encoding), isRecursive);
    }

    private static List<StructField> ParseFields(string structName, JsonElement fields)
    {
        if (fields.ValueKind != JsonValueKind.Array)
        {
            throw new TypedDataFormatException(
                $"The struct {Excerpt.Quote(structName)} must be an array of names and types.");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        List<StructField> parsed = [];
        foreach (JsonElement field in fields.EnumerateArray())
        {
            Dictionary<string, JsonElement> members = JsonMembers.Read(field, structName);
            StructField one = StructField.Parse(
                JsonMembers.Text(members, "name", structName), JsonMembers.Text(members, "type", structName));
            if (!names.Add(one.Name))
            {
                throw new TypedDataFormatException(
                    $"The struct {Excerpt.Quote(structName)} has two members {Excerpt.Quote(one.Name)}.");
            }

            parsed.Add(one);
        }

        return parsed;
    }
}

/// <summary>A struct with its encoding.</summary>
/// <param name="Type">The struct.</param>
/// <param name="Text">Its definition, then those of all structs it refers to by name (<c>encodeType</c>).</param>
/// <param name="Hash">The hash of the text.</param>
/// <param name="IsRecursive">Whether a value of it can hold another, so that one must be able to be left out.</param>
internal sealed record EncodedType(StructType Type, string Text, Hash32 Hash, bool IsRecursive);
