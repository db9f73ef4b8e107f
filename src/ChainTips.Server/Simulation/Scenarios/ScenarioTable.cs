namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>All scenarios, in the order in which they are told.</summary>
internal static class ScenarioTable
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        .. AmountScenarios.All, .. WayScenarios.All, .. BasketScenarios.All, .. DepositScenarios.All, .. ChainScenarios.All, .. FaultScenarios.All,
        .. RelayScenarios.All, .. GaslessBasketScenario.All,
    ];
}
