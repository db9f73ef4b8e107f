using ChainTips.Policies;

namespace ChainTips.Server.Configuration;

/// <summary>Reads the policy that the configuration names.</summary>
internal static class PolicySource
{
    /// <summary>The policy, or the one that allows all that is configured when no file is named.</summary>
    /// <param name="file">The file, relative to the working directory; null for none.</param>
    /// <param name="chains">The chains as they are configured.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <returns>The policy; null when there is a fault.</returns>
    public static Policy? Read(string? file, IReadOnlyList<ConfiguredChain> chains, ICollection<string> faults)
    {
        Money.Token[] tokens = [.. chains.SelectMany(chain => chain.Settings.Tokens).Select(allowed => allowed.Token)];
        if (string.IsNullOrEmpty(file))
        {
            return PolicyFile.AllowAll(tokens);
        }

        try
        {
            return PolicyFile.Read(File.ReadAllBytes(file), file, tokens, faults);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            faults.Add($"ChainTips:PolicyFile: '{file}' cannot be read: {error.Message} Name the policy file, or leave it out to allow all that is configured.");
            return null;
        }
    }
}
