using System.Diagnostics;

namespace ChainTips.EndToEnd.Tests;

/// <summary>Looks again and again until something is there.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<T> FindAsync<T>(Func<Task<T?>> look, Func<string> story)
        where T : class
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            if (await look() is T found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new TimeoutException($"It did not come within {Patience.TotalSeconds} seconds. {story()}");
    }

    public static Task BecomesTrueAsync(Func<Task<bool>> look, Func<string> story) =>
        FindAsync(async () => await look() ? "true" : null, story);
}
