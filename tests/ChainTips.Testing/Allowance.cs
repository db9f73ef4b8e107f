namespace ChainTips.Testing;

/// <summary>How many bytes a decoder may allocate.</summary>
/// <param name="Base">For an empty input.</param>
/// <param name="PerByte">More for each byte of the input; for each character of a text.</param>
public readonly record struct Allowance(int Base, int PerByte)
{
    /// <summary>All that it may allocate for an input of a length.</summary>
    public long For(int length) => Base + ((long)PerByte * length);
}
