using System.CommandLine;
using ChainTips.Server.Configuration;
using ChainTips.Server.Observability;

namespace ChainTips.Server.Commands;

/// <summary>Gathers the configuration: what ships with the program, then the file, then the environment, then the command line.</summary>
internal static class GatewayBuilder
{
    /// <summary>The builder of a server with its configuration.</summary>
    /// <exception cref="ConfigurationException">The file is missing or no JSON, or there is no such form of the log.</exception>
    public static WebApplicationBuilder Create(ParseResult command)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        try
        {
            if (command.GetValue(CommandLineOptions.Config) is FileInfo file)
            {
                builder.Configuration.AddJsonFile(file.FullName, optional: false, reloadOnChange: false);
                builder.Configuration.AddEnvironmentVariables();
            }
        }
        catch (Exception error) when (error is FileNotFoundException or InvalidDataException or FormatException)
        {
            throw new ConfigurationException([$"--config: {error.Message}"]);
        }

        if (command.GetValue(CommandLineOptions.Database) is string database)
        {
            builder.Configuration["ChainTips:Database"] = database;
        }

        LogForm.Apply(builder);
        return builder;
    }
}
