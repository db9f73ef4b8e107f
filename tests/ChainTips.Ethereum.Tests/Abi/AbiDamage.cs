namespace ChainTips.Ethereum.Tests.Abi;

/// <summary>An encoding of which one byte is another, often the last of a word, where lengths and offsets are.</summary>
internal sealed record AbiDamage(AbiArguments Arguments, int At, bool AtEndOfWord, byte Value)
{
    public byte[] Encode()
    {
        byte[] encoding = Arguments.Encode();
        if (encoding.Length > 0)
        {
            int index = At % encoding.Length;
            encoding[AtEndOfWord ? index | 31 : index] = Value;
        }

        return encoding;
    }
}
