using System.Text.Json;

namespace ChainTips.Server.Simulation;

/// <summary>Where the contracts of the local chain are: the file that the deployment writes.</summary>
/// <param name="Token">The test dollar.</param>
/// <param name="OtherToken">A second one.</param>
/// <param name="TwoTips">A contract that tips twice in one transaction.</param>
/// <param name="EntryPoint">Executes user operations (ERC-4337).</param>
/// <param name="SmartAccount">A smart wallet of the node's first account.</param>
internal sealed record LocalDeployment(string Token, string OtherToken, string TwoTips, string EntryPoint, string SmartAccount)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="SimulationException">There is none.</exception>
    public static LocalDeployment Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<LocalDeployment>(File.ReadAllText(path), JsonSerializerOptions.Web)
                ?? throw new SimulationException($"The file {path} is empty.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SimulationException($"The deployment of the local chain cannot be read: {error.Message} Name the file with --deployment.");
        }
    }
}
