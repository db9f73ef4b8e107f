using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;

namespace ChainTips.Testing;

/// <summary>One decoder under hostile input: what it answered, and the longest and the largest that one answer cost.</summary>
internal sealed class FuzzRun<T>(
    string decoder, Allowance memory, Func<T, Verdict> decode, Func<T, int> lengthOf, Func<T, string> show)
{
    /// <summary>A first run pays for the compiler and what is made once, and any run for the other work of the machine.</summary>
    private const int Attempts = 10;

    private const int AcceptedExpectedFrom = 100;
    private static readonly TimeSpan HangReport = TimeSpan.FromSeconds(20);

    private readonly int[] _verdicts = new int[3];
    private TimeSpan _longest;
    private int _longestLength;
    private long _mostBytes;
    private int _mostBytesLength;
    private volatile int _index;

    /// <summary>Tries so many inputs, each made from a seed of its own, and prints what they cost.</summary>
    public void TryAll(Func<SeededRandom, T> make, int count)
    {
        int reported = -1;
        using Timer watch = new(_ => reported = ReportHang(reported), null, HangReport, HangReport);
        for (int i = 0; i < count; i++)
        {
            _index = i;
            Try(make(new SeededRandom(SeedOf(i))));
        }

        TestContext.Out.WriteLine(Summary(count));
        Assert.That(
            count < AcceptedExpectedFrom || (_verdicts[(int)Verdict.Accepted] > 0 && _verdicts[(int)Verdict.Refused] > 0),
            $"{decoder}: all {count} inputs had the same answer, so the samples are not what the decoder reads.");
    }

    /// <summary>What makes only this case: it is the first one of another seed.</summary>
    private static string Alone(int index) => string.Create(
        CultureInfo.InvariantCulture, $"{Trials.SizeVariable}=1 {Trials.SeedVariable}={SeedOf(index)}");

    private static ulong SeedOf(int index) => unchecked(Trials.Seed.Number + (ulong)index);

    private void Try(T input)
    {
        Cost cost = Measure(input);
        _verdicts[(int)cost.Verdict]++;
        int length = lengthOf(input);
        for (int i = 1; i < Attempts && (cost.Time > _longest || cost.Bytes > memory.For(length)); i++)
        {
            Cost again = Measure(input);
            cost = cost with { Time = Shorter(cost.Time, again.Time), Bytes = Math.Min(cost.Bytes, again.Bytes) };
        }

        if (cost.Time > _longest)
        {
            (_longest, _longestLength) = (cost.Time, length);
        }

        if (cost.Bytes > _mostBytes)
        {
            (_mostBytes, _mostBytesLength) = (cost.Bytes, length);
        }

        if (cost.Bytes > memory.For(length))
        {
            throw new AssertionException(Failure(
                input, $"allocated {cost.Bytes} bytes for an input of length {length}; {memory.For(length)} are allowed"));
        }
    }

    private Cost Measure(T input)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Verdict verdict = Decode(input);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return verdict != Verdict.Wrong
            ? new Cost(verdict, time, bytes)
            : throw new AssertionException(Failure(input, "answered what it must not answer"));
    }

    private Verdict Decode(T input)
    {
        try
        {
            return decode(input);
        }
        catch (Exception error)
        {
            throw new AssertionException(Failure(input, $"threw {error.GetType().Name}: {error.Message}"), error);
        }
    }

    private string Failure(T input, string what) => string.Create(
        CultureInfo.InvariantCulture,
        $"{decoder} {what}. Case {_index} of {Trials.Replay}; alone: {Alone(_index)}. Input: {show(input)}");

    private string Summary(int count) => string.Create(
        CultureInfo.InvariantCulture,
        $"{decoder}: {count} inputs, {_verdicts[(int)Verdict.Accepted]} accepted, {_verdicts[(int)Verdict.Refused]} refused; "
        + $"longest {_longest.TotalMilliseconds:0.000} ms (length {_longestLength}); "
        + $"most allocated {_mostBytes} bytes (length {_mostBytesLength}); peak of the process {PeakMegabytes()} MB");

    private int ReportHang(int reported)
    {
        int index = _index;
        if (index == reported)
        {
            TestContext.Progress.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{decoder} has been at one case for {HangReport.TotalSeconds} s and more; alone: {Alone(index)}"));
        }

        return index;
    }

    private static long PeakMegabytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024 * 1024);
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private readonly record struct Cost(Verdict Verdict, TimeSpan Time, long Bytes);
}
