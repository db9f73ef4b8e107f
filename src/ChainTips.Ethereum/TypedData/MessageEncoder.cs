using System.Globalization;
using System.Text;
using System.Text.Json;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.TypedData;

/// <summary>Hashes the values of one message (EIP-712, "Definition of hashStruct" and "encodeData").</summary>
/// <remarks>
/// Encodings that are not finished lie on one growing stack of words. What a struct type can refer back to may be null
/// or left out; other structs may be null; both count as a zero word, as in version 4 of <c>eth_signTypedData</c>.
/// </remarks>
/// <param name="types">The structs of the message.</param>
internal sealed class MessageEncoder(TypeTable types)
{
    /// <summary>Members left out at most, since they cost the sender nothing and us a word each.</summary>
    private const int MaxLeftOut = 10_000;

    private readonly List<Step> _path = [];
    private byte[] _stack = new byte[32 * Hash32.Length];
    private int _height;
    private int _leftOut;

    /// <summary>The <c>hashStruct</c> of a value.</summary>
    /// <param name="structName">The type of the value.</param>
    /// <param name="members">The members of the value, of which each must be of the type.</param>
    /// <param name="what">What the value is, for messages.</param>
    public Hash32 Hash(string structName, Dictionary<string, JsonElement> members, string what)
    {
        _path.Clear();
        _path.Add(new Step(what, 0));
        return HashStruct(types.Encode(structName), members);
    }

    private Hash32 HashStruct(EncodedType type, Dictionary<string, JsonElement> members)
    {
        int start = _height;
        Push(type.Hash);
        int found = 0;
        foreach (StructField field in type.Type.Fields)
        {
            _path.Add(new Step(field.Name, 0));
            if (members.TryGetValue(field.Name, out JsonElement value))
            {
                found++;
                PushValue(field.Parsed, value);
            }
            else
            {
                PushLeftOut(field.Parsed);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        if (found != members.Count)
        {
            HashSet<string> known = new(type.Type.Fields.Select(field => field.Name), StringComparer.Ordinal);
            string unknown = members.Keys.First(name => !known.Contains(name));
            string where = Excerpt.Quote(type.Type.Name);
            throw Failure($"Its member {Excerpt.Quote(unknown)} is not in {where}, so it would not be signed.");
        }

        return HashFrom(start);
    }

    private void PushValue(FieldType type, JsonElement value)
    {
        if (_path.Count > TypedMessage.MaxDepth)
        {
            throw Failure("It is nested too deeply.");
        }

        switch (type)
        {
            case FieldType.Struct { Name: string name }:
                Push(value.ValueKind == JsonValueKind.Null
                    ? Hash32.Zero
                    : HashStruct(types.Encode(name), JsonMembers.Read(value, _path[^1].Name)));
                break;
            case FieldType.Array array:
                Push(HashArray(array, value));
                break;
            case FieldType.Atom atom:
                Span<byte> word = stackalloc byte[Hash32.Length];
                if (AtomEncoder.Encode(atom, value, word) is string error)
                {
                    throw Failure(error);
                }

                Push(Hash32.FromBytes(word));
                break;
        }
    }

    private void PushLeftOut(FieldType type)
    {
        if (type is not FieldType.Struct { Name: string name } || !types.Encode(name).IsRecursive)
        {
            throw Failure("It is missing.");
        }

        _leftOut++;
        if (_leftOut > MaxLeftOut)
        {
            throw Failure("Too many members are left out; write null.");
        }

        Push(Hash32.Zero);
    }

    private Hash32 HashArray(FieldType.Array type, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Failure("It must be an array.");
        }

        int length = value.GetArrayLength();
        if (type.Length is int fixedLength && fixedLength != length)
        {
            throw Failure(string.Create(
                CultureInfo.InvariantCulture, $"It must have {fixedLength} elements and has {length}."));
        }

        int start = _height;
        int index = 0;
        foreach (JsonElement element in value.EnumerateArray())
        {
            _path.Add(new Step("", index));
            PushValue(type.Element, element);
            _path.RemoveAt(_path.Count - 1);
            index++;
        }

        return HashFrom(start);
    }

    private void Push(Hash32 word)
    {
        if (_height == _stack.Length)
        {
            Array.Resize(ref _stack, 2 * _stack.Length);
        }

        word.CopyTo(_stack.AsSpan(_height));
        _height += Hash32.Length;
    }

    private Hash32 HashFrom(int start)
    {
        Hash32 hash = Keccak256.Hash(_stack.AsSpan(start.._height));
        _height = start;
        return hash;
    }

    private TypedDataFormatException Failure(string error)
    {
        StringBuilder path = new(_path[0].Name);
        foreach (Step step in _path.Skip(1))
        {
            _ = step.Name.Length > 0
                ? path.Append('.').Append(step.Name)
                : path.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
        }

        return new TypedDataFormatException($"{Excerpt.Quote(path.ToString())}: {error}");
    }

    /// <summary>One step from the message to a value in it.</summary>
    /// <param name="Name">The member's name; empty for an element of an array.</param>
    /// <param name="Index">Which element of the array.</param>
    private readonly record struct Step(string Name, int Index);
}
