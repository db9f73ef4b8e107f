namespace ChainTips.Server.Tests.Running;

/// <summary>Hands over the exception that something must throw, for several assertions on it.</summary>
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

    public static T By<T>(Action act)
        where T : Exception
    {
        try
        {
            act();
        }
        catch (T exception)
        {
            return exception;
        }

        throw new AssertionException($"Nothing was thrown instead of {typeof(T).Name}.");
    }
}
