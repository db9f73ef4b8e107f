namespace ChainTips.Chain;

/// <summary>
/// Says how many blocks of final history are read at once: more after every success, but never more than their content allows
/// in memory, as far as the ranges so far tell.
/// </summary>
/// <param name="largest">The most blocks of a range, at least 1.</param>
/// <param name="mostBytes">What the content of one range may take in memory.</param>
internal sealed class RangeSizer(int largest, long mostBytes)
{
    /// <summary>So many headers fill a question: larger ranges are multiples of it, or each would end with one that is not full.</summary>
    private const int FullQuestion = CheckedRangeReader.HeadersAtOnce;

    private const int Growth = 2;

    private double _bytesPerBlock;
    private double _size = Math.Min(largest, FullQuestion);

    /// <summary>How many blocks the next range has.</summary>
    public int Size => (int)_size - (_size < FullQuestion ? 0 : (int)_size % FullQuestion);

    /// <summary>A range was read; one that was cut short by the end of history says nothing about a larger one.</summary>
    /// <param name="blocks">How many blocks it had.</param>
    /// <param name="bytes">What its content takes in memory.</param>
    public void Learn(int blocks, long bytes)
    {
        double density = (double)bytes / blocks;

        // What is dense counts at once, what is sparse only little by little: the next range may be as dense as the densest.
        _bytesPerBlock = Math.Max(density, (0.75 * _bytesPerBlock) + (0.25 * density));
        double affordable = _bytesPerBlock > 0 ? mostBytes / _bytesPerBlock : largest;
        double grown = blocks >= Size ? _size * Growth : _size;
        _size = Math.Clamp(Math.Min(grown, affordable), 1, largest);
    }
}
