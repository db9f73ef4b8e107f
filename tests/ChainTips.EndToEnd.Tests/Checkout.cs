namespace ChainTips.EndToEnd.Tests;

/// <summary>Where things stand in the checkout.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string Contracts => Path.Combine(Root, "contracts");

    /// <summary>Node.js 22, as scripts/setup installed it.</summary>
    public static string Node => Path.Combine(Root, "scripts", "node", "node_modules", ".bin", "node");

    /// <summary>The gateway, as it was built for these tests.</summary>
    public static string Gateway => Path.Combine(AppContext.BaseDirectory, "ChainTips.Server.dll");

    private static string FindRoot()
    {
        // Not the path of this file: a deterministic build writes another one into it.
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ChainTips.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("ChainTips.sln is not above the built tests.");
    }
}
