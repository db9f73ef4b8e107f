using System.CommandLine;

namespace ChainTips.Server.Commands;

/// <summary>The options that several commands take.</summary>
internal static class CommandLineOptions
{
    /// <summary>A configuration file beside the environment.</summary>
    public static readonly Option<FileInfo?> Config = new("--config")
    {
        Description = "A JSON file with the section ChainTips; the environment (CHAINTIPS__…) overrides it.",
        Recursive = true,
    };

    /// <summary>The database file.</summary>
    public static readonly Option<string?> Database = new("--database")
    {
        Description = "The SQLite file; overrides ChainTips:Database.",
        Recursive = true,
    };
}
