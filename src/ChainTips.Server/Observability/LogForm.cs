using ChainTips.Server.Configuration;
using Microsoft.Extensions.Logging.Console;

namespace ChainTips.Server.Observability;

/// <summary>The form of the log's lines: <c>simple</c> for people, <c>json</c> for collectors, <c>systemd</c> for its journal.</summary>
internal static class LogForm
{
    private const string Key = "Logging:Console:FormatterName";

    private static readonly string[] Names =
        [ConsoleFormatterNames.Json, ConsoleFormatterNames.Simple, ConsoleFormatterNames.Systemd];

    /// <summary>Sets the form that is configured.</summary>
    /// <remarks>The slim builder of the web server sets the simple form over every configuration; this comes after it.</remarks>
    /// <exception cref="ConfigurationException">There is no such form.</exception>
    public static void Apply(WebApplicationBuilder builder)
    {
        string asked = builder.Configuration[Key] ?? ConsoleFormatterNames.Simple;
        string name = Array.Find(Names, name => string.Equals(name, asked, StringComparison.OrdinalIgnoreCase))
            ?? throw new ConfigurationException([$"{Key}: '{asked}' is none of {string.Join(", ", Names)}."]);
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.FormatterName = name);

        // The format that ships ends in the space that parts time and text of a line; in an object there is nothing to part.
        builder.Services.PostConfigure<JsonConsoleFormatterOptions>(
            options => options.TimestampFormat = options.TimestampFormat?.TrimEnd());
    }
}
