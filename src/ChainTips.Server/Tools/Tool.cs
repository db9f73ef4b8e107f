using System.Text.Json;

namespace ChainTips.Server.Tools;

/// <summary>Answers one line of input by writing the members of one JSON object; the object itself is begun and ended by the runner.</summary>
/// <exception cref="FormatException">The line is wrong; the message says what, with the value. Whatever was written is dropped.</exception>
internal delegate void Tool(ToolInput input, Utf8JsonWriter output);
