using System.Text.Json.Serialization;

namespace ChainTips.Simulation.Faults;

/// <summary>The faults that the network between the gateway and its nodes can have. The names are those of the catalogue in docs/reliability.md.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
internal enum FaultKind
{
    F1 = 1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12, F13, F14, F15, F16, F17, F18, F19, F20, F21, F22, F23, F24, F25,
    F26, F27, F28, F29, F30, F31, F32, F33, F34, F35,
}
