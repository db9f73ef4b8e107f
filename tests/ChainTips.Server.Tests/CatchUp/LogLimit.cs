using System.Globalization;
using System.Text.Json;

namespace ChainTips.Server.Tests.CatchUp;

/// <summary>How many blocks a provider takes in one <c>eth_getLogs</c>, and the words in which it refuses more (faults.md, 2.3).</summary>
/// <param name="Blocks">The most blocks.</param>
/// <param name="Code">The error's code.</param>
/// <param name="Message">The error's message.</param>
internal sealed record LogLimit(int Blocks, int Code, string Message)
{
    /// <summary>The limits of three providers.</summary>
    public static LogLimit Of(int blocks) => blocks switch
    {
        10 => new LogLimit(10, -32600, "You can make eth_getLogs requests with up to a 10 block range."),
        800 => new LogLimit(800, -32000, "Max range: 800"),
        10_000 => new LogLimit(10_000, -32005, "eth_getLogs is limited to a 10,000 range"),
        _ => throw new ArgumentOutOfRangeException(nameof(blocks), blocks, "No provider is known with this limit; write 10, 800 or 10000."),
    };

    /// <summary>The error for a question that is too large; null for one that is not.</summary>
    public string? Refuse(JsonElement filter)
    {
        (int first, int last) = RangeOf(filter);
        return last - first + 1 > Blocks ? JsonSerializer.Serialize(new { code = Code, message = Message }) : null;
    }

    public static (int First, int Last) RangeOf(JsonElement filter) =>
        (Number(filter.GetProperty("fromBlock").GetString()!), Number(filter.GetProperty("toBlock").GetString()!));

    public static int Number(string quantity) => int.Parse(quantity.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
