namespace ChainTips.Simulation.Tests;

/// <summary>Where the checkout is.</summary>
internal static class Sources
{
    public static readonly string Root = Find();

    private static string Find()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ChainTips.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("ChainTips.sln is not above the built tests.");
    }
}
