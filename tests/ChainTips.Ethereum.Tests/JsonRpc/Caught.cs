namespace ChainTips.Ethereum.Tests.JsonRpc;

/// <summary>Hands over the exception that an operation must throw, for several assertions on it.</summary>
internal static class Caught
{
    public static async Task<T> ByAsync<T>(Func<Task> act)
        where T : Exception
    {
        try
        {
            await act();
        }
        catch (T exception)
        {
            return exception;
        }

        throw new AssertionException($"Nothing was thrown instead of {typeof(T).Name}.");
    }
}
