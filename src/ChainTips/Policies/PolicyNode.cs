using System.Globalization;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>One value of the policy file with the path to it. What is wrong is written down, and reading goes on.</summary>
/// <param name="path">Where the value stands, such as <c>tokens[0].minimum</c>; empty for the whole file.</param>
/// <param name="element">The value.</param>
/// <param name="faults">Takes what is wrong, a sentence each.</param>
internal sealed class PolicyNode(string path, JsonElement element, ICollection<string> faults)
{
    /// <summary>The value as it stands in the file, cut where it is long.</summary>
    private string Said
    {
        get
        {
            string raw = element.GetRawText().ReplaceLineEndings(" ");
            return raw.Length <= 60 ? raw : raw[..57] + "…";
        }
    }

    /// <summary>Writes down what is wrong with the value.</summary>
    public void Fault(string what) => faults.Add((path.Length == 0 ? "" : path + ": ") + what);

    /// <summary>The members of an object; what is unknown, stands there twice or is no object at all is a fault.</summary>
    public IReadOnlyDictionary<string, PolicyNode> Members(params string[] known)
    {
        Dictionary<string, PolicyNode> members = [];
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fault($"{Said} is no object; write {{ }} with some of {string.Join(", ", known)}.");
            return members;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            PolicyNode member = new(path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value, faults);
            if (!known.Contains(property.Name))
            {
                member.Fault($"this key is unknown; write one of {string.Join(", ", known)}, or take it out.");
            }
            else if (!members.TryAdd(property.Name, member))
            {
                member.Fault("this key stands there twice; take one out.");
            }
        }

        return members;
    }

    /// <summary>The items of a list that must have some.</summary>
    public IReadOnlyList<PolicyNode> Items(string noun)
    {
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0)
        {
            return [.. element.EnumerateArray().Select((item, i) => new PolicyNode($"{path}[{i}]", item, faults))];
        }

        Fault(element.ValueKind == JsonValueKind.Array
            ? $"the list is empty; write at least one {noun}, or take the key out."
            : $"{Said} is no list; write [ ] with at least one {noun}.");
        return [];
    }

    /// <summary>A whole number within limits.</summary>
    public long? Whole(long least, long most)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long number) && number >= least && number <= most)
        {
            return number;
        }

        Fault($"{Said} is no whole number from {least} to {most}; write one without quotes.");
        return null;
    }

    /// <summary>An amount of a token, in whole tokens.</summary>
    public UInt128? Amount(Token token, bool mayBeZero = false)
    {
        if (Text("an amount in whole tokens, such as \"1.50\"") is not string text)
        {
            return null;
        }

        if (mayBeZero && text == "0")
        {
            return 0;
        }

        if (text.Any(c => !char.IsAsciiDigit(c) && c != '.'))
        {
            Fault($"{Said} is no amount in whole tokens; write digits and at most one point, such as \"1.50\".");
            return null;
        }

        TokenAmount? amount = WholeTokens.Parse(text, token, out string? error);
        if (amount is null)
        {
            Fault(text.All(c => c is '0' or '.') && text.Contains('0', StringComparison.Ordinal)
                ? $"{Said} is zero; write a positive amount, or take the key out."
                : error! + " Write whole tokens, such as \"1.50\".");
        }

        return amount?.BaseUnits;
    }

    /// <summary>A number of wei: digits in quotes, for it may be larger than a number of JSON is exact.</summary>
    public UInt128? Wei(UInt128 most)
    {
        string? text = Text("a number of wei, such as \"10000000\"");
        if (text is null)
        {
            return null;
        }

        if (UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out UInt128 wei) && wei > 0 && wei <= most)
        {
            return wei;
        }

        Fault($"{Said} is no whole number of wei from 1 to {most}; write digits alone, such as \"10000000\".");
        return null;
    }

    /// <summary>An address in one case, or with its checksum (EIP-55).</summary>
    public Address? Address()
    {
        if (Text("an address, such as \"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\"") is not string text)
        {
            return null;
        }

        if (!Ethereum.Primitives.Address.TryParse(text, out Address address, out string? error))
        {
            Fault(error);
            return null;
        }

        if (address.IsZero)
        {
            Fault("the zero address belongs to nobody; write another one, or take it out.");
            return null;
        }

        return address;
    }

    /// <summary>One of some words.</summary>
    public string? OneOf(params string[] words)
    {
        string list = string.Join(" or ", words.Select(word => $"\"{word}\""));
        string? text = Text(list);
        if (text is null || words.Contains(text))
        {
            return text;
        }

        Fault($"{Said} is unknown; write {list}.");
        return null;
    }

    private string? Text(string wanted)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString();
        }

        Fault($"{Said} is no text; write {wanted}, in quotes.");
        return null;
    }
}
