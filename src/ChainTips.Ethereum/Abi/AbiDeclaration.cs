using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>What functions, events and errors have in common: a name, parameters, and the hash of both.</summary>
internal sealed class AbiDeclaration
{
    private AbiDeclaration(string keyword, string name, List<AbiParameter> parameters)
    {
        Keyword = keyword;
        Name = name;
        Parameters = parameters;
        Signature = $"{name}({string.Join(',', parameters.Select(parameter => parameter.Type.Name))})";
        Hash = Keccak256.HashUtf8(Signature);
    }

    /// <summary><c>function</c>, <c>event</c> or <c>error</c>, or empty where none was written.</summary>
    public string Keyword { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The parameters in order.</summary>
    public IReadOnlyList<AbiParameter> Parameters { get; }

    /// <summary>What a function returns.</summary>
    public IReadOnlyList<AbiParameter> Results { get; private set; } = [];

    /// <summary>Whether an event is <c>anonymous</c>.</summary>
    public bool IsAnonymous { get; private set; }

    /// <summary>The name and the canonical names of the types, such as <c>transfer(address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The Keccak-256 hash of <see cref="Signature"/>.</summary>
    public Hash32 Hash { get; }

    /// <summary>The first four bytes of <see cref="Hash"/>.</summary>
    public byte[] Selector => Hash.ToArray()[..AbiSignature.SelectorLength];

    /// <summary>Reads a declaration with or without its keyword, or throws <see cref="FormatException"/>.</summary>
    /// <param name="text">The text, such as <c>event Paid(address indexed from, uint amount)</c>.</param>
    /// <param name="keywords">The keywords that may stand before the name.</param>
    public static AbiDeclaration Parse(string text, params string[] keywords)
    {
        AbiTextReader reader = new(text);
        ReadOnlySpan<char> first = reader.TakeIdentifier();
        string keyword = first.IsEmpty || reader.Sees('(') ? "" : first.ToString();
        ReadOnlySpan<char> name = keyword.Length == 0 ? first : reader.TakeIdentifier();
        if (name is "" or "function" or "event" || (keyword.Length > 0 && !keywords.Contains(keyword)))
        {
            throw reader.Fault(
                $"does not begin with a name and a bracket; write name(type,type), or {keywords[0]} before it");
        }

        AbiDeclaration declaration = new(keyword, name.ToString(), AbiTypeParser.ReadParameters(ref reader, depth: 0));
        declaration.ReadRest(ref reader, keywords);
        return declaration;
    }

    /// <summary>Indexed parameters belong to events only.</summary>
    public AbiDeclaration RequireNoneIndexed() => Parameters.Any(parameter => parameter.IsIndexed)
        ? throw new FormatException(
            $"{Excerpt.Quote(Signature)} has an indexed parameter, which only an event can have; drop 'indexed'.")
        : this;

    private void ReadRest(ref AbiTextReader reader, string[] keywords)
    {
        while (!reader.AtEnd)
        {
            ReadOnlySpan<char> word = reader.TakeIdentifier();
            bool isFunction = keywords.Contains("function") && Keyword is "" or "function";
            bool isEvent = keywords.Contains("event");
            if (isFunction && word is "returns" && Results.Count == 0)
            {
                Results = AbiTypeParser.ReadParameters(ref reader, depth: 0);
            }
            else if (isEvent && word is "anonymous" && !IsAnonymous)
            {
                IsAnonymous = true;
            }
            else if (!(isFunction && IsModifier(word)) && !(word.IsEmpty && reader.TryTake(';') && reader.AtEnd))
            {
                throw reader.Fault("has something after its parameters; end with the closing bracket");
            }
        }
    }

    private static bool IsModifier(ReadOnlySpan<char> word) => word is "external" or "public" or "internal" or "private"
        or "view" or "pure" or "payable" or "nonpayable" or "constant" or "virtual" or "override";
}
