using System.Globalization;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>Takes identifiers, numbers and brackets from the text of a declaration; spaces between them are skipped.</summary>
/// <param name="text">The whole text.</param>
internal ref struct AbiTextReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private ReadOnlySpan<char> _rest = text;

    /// <summary>Whether only spaces are left.</summary>
    public bool AtEnd => Skip().IsEmpty;

    /// <summary>Whether a character comes next.</summary>
    public bool Sees(char character) => !Skip().IsEmpty && _rest[0] == character;

    /// <summary>Takes a character if it comes next.</summary>
    public bool TryTake(char character)
    {
        bool taken = Sees(character);
        _rest = taken ? _rest[1..] : _rest;
        return taken;
    }

    /// <summary>Takes a character that must come next.</summary>
    public void Take(char character, string form)
    {
        if (!TryTake(character))
        {
            throw Fault($"has no '{character}' where one is needed; {form}");
        }
    }

    /// <summary>Takes letters, digits, _ and $ that do not begin with a digit; empty if none come next.</summary>
    public ReadOnlySpan<char> TakeIdentifier()
    {
        int length = 0;
        Skip();
        while (length < _rest.Length && IsPartOfIdentifier(_rest[length], isFirst: length == 0))
        {
            length++;
        }

        ReadOnlySpan<char> identifier = _rest[..length];
        _rest = _rest[length..];
        return identifier;
    }

    /// <summary>Takes a whole number without leading zeros, at most <see cref="int.MaxValue"/>.</summary>
    public int TakeNumber()
    {
        Skip();
        int end = _rest.IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> digits = end < 0 ? _rest : _rest[..end];
        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        if (!isNumber || (digits.Length > 1 && digits[0] == '0'))
        {
            throw Fault("has an array length that is no number below 2^31; write T[], or T[3] without leading zeros");
        }

        _rest = _rest[digits.Length..];
        return number;
    }

    /// <summary>What is wrong with the text, as an exception to throw.</summary>
    /// <param name="fault">The predicate of the sentence, with the remedy.</param>
    public readonly FormatException Fault(string fault) =>
        new($"The declaration {Excerpt.Quote(_text)} {fault}.");

    private ReadOnlySpan<char> Skip() => _rest = _rest.TrimStart(" \t\r\n");

    private static bool IsPartOfIdentifier(char character, bool isFirst) =>
        char.IsAsciiLetter(character) || character is '_' or '$' || (!isFirst && char.IsAsciiDigit(character));
}
