using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.TypedData;

/// <summary>Reads JSON so that everything wrong is a <see cref="TypedDataFormatException"/>.</summary>
internal static class JsonMembers
{
    /// <summary>
    /// The members of an object by name; two of one name are refused, because readers differ in which they take.
    /// </summary>
    public static Dictionary<string, JsonElement> Read(JsonElement value, string what)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new TypedDataFormatException($"{Excerpt.Quote(what)} must be an object.");
        }

        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            string name = Decode(() => member.Name, what);
            if (!members.TryAdd(name, member.Value))
            {
                throw new TypedDataFormatException($"{Excerpt.Quote(what)} has two members {Excerpt.Quote(name)}.");
            }
        }

        return members;
    }

    /// <summary>A member that must be there.</summary>
    public static JsonElement Element(Dictionary<string, JsonElement> members, string name, string what) =>
        members.TryGetValue(name, out JsonElement value)
            ? value
            : throw new TypedDataFormatException($"{Excerpt.Quote(what)} lacks its member '{name}'.");

    /// <summary>A string that must be there.</summary>
    public static string Text(Dictionary<string, JsonElement> members, string name, string what) =>
        Text(Element(members, name, what))
        ?? throw new TypedDataFormatException($"The member '{name}' of {Excerpt.Quote(what)} must be a string.");

    /// <summary>The text of a string; null if the value is none.</summary>
    public static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? Decode(value.GetString, "string") : null;

    /// <remarks>
    /// JSON can escape half a surrogate pair, which is no text; the platform finds it only when it decodes.
    /// </remarks>
    private static string Decode(Func<string?> decode, string what)
    {
        try
        {
            return decode()!;
        }
        catch (InvalidOperationException error)
        {
            throw new TypedDataFormatException(
                $"{Excerpt.Quote(what)} holds half a surrogate pair, which is no text.", error);
        }
    }
}
