namespace ChainTips.Server.Simulation;

/// <summary>A simulated payment did not go as it should; the message says where, with the values.</summary>
/// <param name="message">What went wrong and what to do.</param>
internal sealed class SimulationException(string message) : Exception(message);
