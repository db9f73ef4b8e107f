using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChainTips.Simulation.Schedules;

/// <summary>How the gateway and the chain of a run are set up.</summary>
/// <param name="Confirmations">How many confirmations make a block final; null when the chain says it by tag.</param>
/// <param name="HasBlockReceipts">Whether the node offers <c>eth_getBlockReceipts</c>.</param>
/// <param name="StartBlock">The first block that the gateway reads.</param>
/// <param name="RangeSize">How many final blocks it reads at once.</param>
/// <param name="Endpoints">How many nodes it may ask.</param>
internal sealed record RunSetup(int? Confirmations, bool HasBlockReceipts, int StartBlock, int RangeSize, int Endpoints);

/// <summary>Everything that happens in one run; the same trace is the same run.</summary>
/// <param name="Seed">The seed that it was made from.</param>
/// <param name="Setup">How it begins.</param>
/// <param name="Actions">What happens, in order.</param>
internal sealed record Trace(ulong Seed, RunSetup Setup, IReadOnlyList<SimulationAction> Actions)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads a trace.</summary>
    /// <exception cref="JsonException">It is no trace.</exception>
    public static Trace Parse(string json) =>
        JsonSerializer.Deserialize<Trace>(json, Options) ?? throw new JsonException("The trace is null.");

    /// <summary>The trace as a file holds it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);
}
