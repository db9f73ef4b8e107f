using System.Text.RegularExpressions;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>What <c>docs/policy.md</c> says.</summary>
internal static partial class PolicyDocument
{
    /// <summary>The payee that the example denies.</summary>
    public const string DeniedPayee = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";

    public static string Text { get; } = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "policy.md"));

    /// <summary>The example of a whole file, the first of the document's blocks of JSON.</summary>
    public static string Example { get; } = Json().Match(Text).Groups[1].Value;

    /// <summary>The example of an answer, the second one.</summary>
    public static string Answer { get; } = Json().Matches(Text)[1].Groups[1].Value;

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
