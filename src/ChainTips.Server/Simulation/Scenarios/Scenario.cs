namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>Something that happens to payments, made to happen for real on a local chain.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Summary">What happens.</param>
/// <param name="Outcome">What the gateway makes of it.</param>
/// <param name="RunAsync">Makes it happen and demands the outcome.</param>
internal sealed record Scenario(
    string Name, string Summary, string Outcome, Func<ScenarioStage, CancellationToken, Task> RunAsync);
